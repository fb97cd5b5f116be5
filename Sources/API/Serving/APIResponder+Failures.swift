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
        if let fault = error as? Fault, let operation = exchange.route?.operation {
            return .badRequest(operation.allFaults(first: fault, reader))
        }
        let answer = APIError(thrown: error, exchange.route?.intent ?? .writing)
        switch error {
        case is APIError:
            if case .unready = answer { exchange.isExpected = true }
            exchange.cause = answer.ownCause
        case let error as CausedError: exchange.cause = error.cause
        case is Fault: break
        case let error as DatabaseError: exchange.cause = error.causeForLogs
        case is any APIErrorConvertible:
            exchange.isExternal = true
            exchange.cause = answer.ownCause
        default: exchange.cause = String(describing: type(of: error))
        }
        return answer
    }
}
