import Postgres

extension DatabaseError {
    /// The cause as logs may have it: the server's messages about values quote them, so only the code is told then.
    package var causeForLogs: String {
        if let sqlState, sqlState.isAboutValues { return "SQLSTATE \(sqlState.rawValue)" }
        return description
    }
}
