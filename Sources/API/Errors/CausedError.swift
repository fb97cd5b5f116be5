/// An answer of 5xx, with what brought it about in words for operators: they stand in its log line, not in the answer.
package struct CausedError: Error {
    package let error: APIError
    package let cause: String
}

extension APIError {
    package func because(_ cause: String) -> CausedError { CausedError(error: self, cause: cause) }
}
