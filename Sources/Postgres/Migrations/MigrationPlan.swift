/// Decides what a database still needs, and refuses one whose history isn't the folder's.
struct MigrationPlan {
    /// What is still to be applied, in order.
    let pending: [Migration]
    /// Files that a newer release has applied, which this one runs beside, or was rolled back from.
    let newer: [String]

    /// - Parameters:
    ///   - files: the folder's migrations, in order.
    ///   - applied: what the database has, in any order.
    init(files: [Migration], applied: [AppliedMigration]) throws(MigrationError) {
        let byVersion = Dictionary(uniqueKeysWithValues: files.map { ($0.version, $0) })
        let newest = files.last?.version ?? 0
        let own = applied.filter { $0.version <= newest }.sorted { $0.version < $1.version }
        newer = applied.filter { $0.version > newest }.sorted { $0.version < $1.version }
            .map { Migration.fileName(version: $0.version, name: $0.name) }
        for done in own {
            let file = Migration.fileName(version: done.version, name: done.name)
            guard let present = byVersion[done.version], present.name == done.name else {
                throw .missing(file)
            }
            guard present.checksum == done.checksum else { throw .changed(file) }
        }
        let versions = Set(applied.map(\.version))
        pending = files.filter { !versions.contains($0.version) }
        if let first = pending.first, let newest = versions.max(), first.version < newest {
            throw .outOfOrder(first.fileName, newest: newest)
        }
    }
}
