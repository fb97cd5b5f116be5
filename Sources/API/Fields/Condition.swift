import Essentials

/// When a field is due, or may be null, as words for the documentation and as a question to the request.
package struct Condition: Sendable {
    package let words: String
    let holds: @Sendable (RequestReader) -> Bool

    /// - Parameter holds: asks the request for other fields; a field that is missing or of the wrong type is nil.
    package init(_ words: String, holds: @escaping @Sendable (RequestReader) -> Bool) {
        self.words = words
        self.holds = holds
    }

    /// The boolean field has this value.
    package static func field(_ name: String, is value: Bool) -> Condition {
        Condition("\(name) is \(value)") { $0.raw(name)?.boolean == value }
    }

    /// The text field has this value.
    package static func field(_ name: String, is value: String) -> Condition {
        Condition("\(name) is \"\(value)\"") { $0.raw(name)?.string == value }
    }
}
