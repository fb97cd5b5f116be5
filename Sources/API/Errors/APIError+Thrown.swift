import Postgres

extension APIError {
    /// The answer to whatever was thrown.
    package init(thrown error: any Error, _ intent: Intent) {
        switch error {
        case let error as APIError: self = error
        case let error as CausedError: self = error.error
        case let fault as Fault: self = .badRequest(fault)
        case let error as DatabaseError: self.init(error, intent)
        case let error as any APIErrorConvertible: self = error.apiError
        default: self = .internalServer
        }
    }
}
