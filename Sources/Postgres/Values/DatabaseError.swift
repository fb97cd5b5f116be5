/// Why the database gave no answer.
package enum DatabaseError: Error, Hashable, Sendable {
    /// There is no connection, and none could be made in time. Nothing ran.
    case unavailable
    /// The connection broke. Unless `mayHaveRun`, the statement had certainly no effect.
    case connectionLost(mayHaveRun: Bool)
    /// The deadline passed. Unless `mayHaveRun`, the statement had certainly no effect.
    case timedOut(mayHaveRun: Bool)
    /// The server refused the statement, which had no effect.
    /// `constraint` is the violated constraint's name, if one was.
    case server(SQLState, message: String, constraint: String? = nil)
    /// Too many statements are waiting already. Nothing ran.
    case overloaded

    /// Whether the statement's effect may stand although no answer came.
    package var mayHaveRun: Bool {
        switch self {
        case .connectionLost(let mayHaveRun), .timedOut(let mayHaveRun): mayHaveRun
        case .unavailable, .server, .overloaded: false
        }
    }

    /// The server's error code, where the server answered.
    package var sqlState: SQLState? {
        if case .server(let state, _, _) = self { state } else { nil }
    }

    /// The same error where it's known that the work was undone or never began.
    func knownNotToHaveRun() -> DatabaseError {
        switch self {
        case .connectionLost: .connectionLost(mayHaveRun: false)
        case .timedOut: .timedOut(mayHaveRun: false)
        case .unavailable, .server, .overloaded: self
        }
    }
}

extension DatabaseError: CustomStringConvertible {
    /// For logs. The server's message can quote values, so it never goes to callers.
    package var description: String {
        switch self {
        case .unavailable: "no connection to the database"
        case .connectionLost(true): "the connection broke; the statement may have run"
        case .connectionLost(false): "the connection broke before the statement ran"
        case .timedOut(true): "no answer in time; the statement may have run"
        case .timedOut(false): "no connection in time"
        case .server(let state, let message, _): "\(message) (SQLSTATE \(state.rawValue))"
        case .overloaded: "too many statements are waiting"
        }
    }
}

extension DatabaseError {
    /// What the connection has prepared isn't valid any more; nothing of the statement ran.
    var isAboutPreparation: Bool {
        sqlState == .featureNotSupported || sqlState == .invalidStatementName
    }
}
