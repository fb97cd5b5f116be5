import Essentials

/// What is wrong with a request, as facts; `words` says it to the caller.
package enum Fault: Error, Hashable, Sendable {
    case field(String, FieldRule)
    /// The body is no JSON; the reason and where it broke off.
    case malformedBody(String)
    case bodyIsNoObject
    case query(QueryFault)
    case idempotencyKey
    /// What an endpoint found, as a sentence.
    case said(String)

    package enum QueryFault: Hashable, Sendable {
        case badEscape
        case notUTF8
        case tooMany
    }

    /// One or more sentences.
    package var words: String {
        switch self {
        case .field(let name, let rule): "Field '\(name)\(rule.path)' \(rule.words)"
        case .malformedBody(let reason): "The body is not valid JSON: \(reason)."
        case .bodyIsNoObject: "The body must be a JSON object."
        case .query(.badEscape): "The query string has a '%' without two hexadecimal digits."
        case .query(.notUTF8): "The query string is not valid UTF-8."
        case .query(.tooMany):
            "The query string has more than \(QueryParameters.maximumCount) parameters."
        case .idempotencyKey: "The Idempotency-Key header must be 1 to 64 characters of UTF-8."
        case .said(let words): words
        }
    }
}
