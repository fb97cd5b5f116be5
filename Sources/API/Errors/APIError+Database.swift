import Postgres

/// The error for a database that failed.
extension APIError {
    /// A request's purpose at the database.
    package enum Intent: Hashable, Sendable {
        case reading
        /// A repeat changes nothing more.
        case writing
        /// An event without an identity of its own: a repeat may count twice.
        case writingOnce
    }

    /// The one place where the database's failures become the API's.
    package init(_ error: DatabaseError, _ intent: Intent) {
        switch intent {
        case .reading: self = .settings
        case .writing: self = .database(outcomeUnknown: false)
        case .writingOnce: self = .database(outcomeUnknown: error.mayHaveRun)
        }
    }
}
