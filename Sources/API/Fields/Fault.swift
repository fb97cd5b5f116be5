import Essentials

/// An error of a request, as facts; `words` says it to the caller.
package enum Fault: Error, Hashable, Sendable {
    case field(String, FieldRule)
    /// Several fields, in their order but for the first, which is the one that the message tells.
    case fields([FieldFault])
    /// The body is no JSON; the reason and where it broke off.
    case malformedBody(String)
    case bodyIsNoObject
    case query(QueryFault)
    case idempotencyKey
    /// An endpoint's own finding, as a sentence.
    case said(String)
    /// An endpoint's own finding about a field, as a sentence.
    case about(String, String)

    package enum QueryFault: Hashable, Sendable {
        case badEscape
        case notUTF8
        case tooMany
    }

    /// One or more sentences.
    package var words: String {
        switch self {
        case .field(let name, let rule): FieldFault(name, rule).words
        case .fields(let faults): faults.first?.words ?? ""
        case .malformedBody(let reason): "The body is not valid JSON: \(reason)."
        case .bodyIsNoObject: "The body must be a JSON object."
        case .query(.badEscape): "The query string has a '%' without two hexadecimal digits."
        case .query(.notUTF8): "The query string is not valid UTF-8."
        case .query(.tooMany):
            "The query string has more than \(QueryParameters.maximumCount) parameters."
        case .idempotencyKey: "The Idempotency-Key header must be 1 to 64 characters of UTF-8."
        case .said(let words), .about(_, let words): words
        }
    }

    /// The fields that it's about, each with its rule in words: `error.fields` of the answer.
    var fields: [(name: String, rule: String)] {
        switch self {
        case .field(let name, let rule): [FieldFault(name, rule).told]
        case .fields(let faults): faults.map(\.told)
        case .about(let name, let words): [(name, Self.rule(words, of: name))]
        case .malformedBody, .bodyIsNoObject, .query, .idempotencyKey, .said: []
        }
    }
}

extension Fault {
    /// A sentence without the field's name at its beginning.
    private static func rule(_ words: String, of name: String) -> String {
        for start in ["Field '\(name)' ", "Field '\(name)': "] where words.hasPrefix(start) {
            return String(words.dropFirst(start.count))
        }
        return words
    }
}

/// A field, and the rule that its value broke.
package struct FieldFault: Hashable, Sendable {
    let name: String
    let rule: FieldRule

    init(_ name: String, _ rule: FieldRule) {
        self.name = name
        self.rule = rule
    }

    var words: String { "Field '\(path)' \(rule.words)" }
    fileprivate var told: (name: String, rule: String) { (path, rule.words) }
    /// As far down as the fault is: `embeds[2].title`.
    private var path: String { name + rule.path }
}
