/// Why a lock can't be acquired.
package enum LockError: Error, Equatable {
    /// It was held until the deadline, or the server's lock table was full.
    case busy
    /// There is no direct session.
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
