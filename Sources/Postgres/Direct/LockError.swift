/// Why a lock isn't to be had.
package enum LockError: Error, Equatable {
    /// Somebody else held it until the deadline, or the server's lock table was full.
    case busy
    /// There was no session with the database.
    case unavailable
    /// The task holds a lock already; a second one inside it could deadlock.
    case nested
}
