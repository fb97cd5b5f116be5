import HTTP
import Postgres

/// Rendering of failures.
extension APIResponder {
    /// The one place where whatever was thrown becomes an answer.
    func refuse(_ error: any Error, _ exchange: inout Exchange) -> HTTPResponse {
        let answer = answer(to: error, &exchange)
        metrics.record(errorCode: answer.code)
        return answer.response
    }

    private func answer(to error: any Error, _ exchange: inout Exchange) -> APIError {
        switch error {
        case let error as APIError:
            if case .unready = error { exchange.isExpected = true }
            exchange.cause = error.ownCause
            return error
        case let error as CausedError:
            exchange.cause = error.cause
            return error.error
        case let fault as Fault:
            return .badRequest(
                exchange.route?.operation.allFaults(first: fault, reader) ?? fault)
        case let error as DatabaseError:
            exchange.cause = error.causeForLogs
            return APIError(error, exchange.route?.intent ?? .writing)
        case let error as any APIErrorConvertible:
            exchange.isExternal = true
            exchange.cause = error.apiError.ownCause
            return error.apiError
        default:
            exchange.cause = String(describing: type(of: error))
            return .internalServer
        }
    }
}
