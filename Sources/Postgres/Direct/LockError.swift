/// Why a lock isn't to be had.
package enum LockError: Error, Equatable {
    /// Somebody else held it until the deadline, or the server's lock table was full.
    case busy
    /// There was no session with the database.
    case unavailable
    /// The task holds a lock already; a second one inside it could deadlock.
    case nested

    /// For logs.
    package var words: String {
        switch self {
        case .busy: "somebody else held the lock for too long"
        case .unavailable: "there is no direct session with the database"
        case .nested: "a second lock was asked for inside another"
        }
    }
}
