/// Why a database can't be migrated.
package enum MigrationError: Error {
    case unreadable(String, reason: String)
    case empty(folder: String)
    case badName(String)
    case doubledVersion(String, String)
    case changed(String)
    case missing(String)
    case outOfOrder(String, newest: Int32)
    case failed(String, DatabaseError)
    case leftTransaction(String)
    case database(DatabaseError)

    /// A lock wasn't to be had, or two sessions waited for each other.
    var isWorthAnotherAttempt: Bool {
        guard case .failed(_, let error) = self, let state = error.sqlState else { return false }
        return state == .lockNotAvailable || state.isTransient
    }
}

extension MigrationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path) can't be read: \(reason)."
        case .empty(let folder):
            "\(folder) holds no migrations."
        case .badName(let file):
            "\(file) isn't named like a migration, as 0001_create_table.sql."
        case .doubledVersion(let one, let other):
            "\(one) and \(other) have the same number."
        case .changed(let file):
            "\(file) was changed after it was applied to this database. "
                + "Restore it, and put the change into a new migration."
        case .missing(let file):
            "\(file) was applied to this database, but the folder doesn't hold it, although it "
                + "holds later ones. Is it another release's folder?"
        case .outOfOrder(let file, let newest):
            "\(file) isn't applied, but a later migration, number \(newest), is. "
                + "Give it a number after that."
        case .failed(let file, let error):
            "\(file) failed: \(error). Nothing of this file was applied."
        case .leftTransaction(let file):
            "\(file) ends its transaction; a migration must not hold BEGIN, COMMIT or ROLLBACK."
        case .database(let error):
            "The database can't be migrated: \(error)."
        }
    }
}
