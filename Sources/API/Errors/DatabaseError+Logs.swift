import Postgres

/// The cause in log lines.
extension DatabaseError {
    /// The cause as logs may have it. The server's words about a value (class 22) quote it, so only the code is told then; those about a
    /// constraint or a missing partition name it only, and those about an encoding a single character.
    package var causeForLogs: String {
        guard let sqlState, sqlState.classCode == "22", !sqlState.isAboutEncoding else {
            return description
        }
        return "SQLSTATE \(sqlState.rawValue)"
    }
}
