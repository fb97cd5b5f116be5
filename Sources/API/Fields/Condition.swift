import Essentials

/// When a field is due, or may be null, as words for the documentation and as a question to the request.
package struct Condition: Sendable {
    package let words: String
    /// The same for programs that read the documentation; nil where only the server can tell.
    let test: ConditionTest?
    let holds: @Sendable (RequestReader) -> Bool

    /// - Parameter holds: asks the request for other fields; a field that is missing or of the wrong type is nil.
    package init(
        _ words: String, test: ConditionTest? = nil,
        holds: @escaping @Sendable (RequestReader) -> Bool
    ) {
        self.words = words
        self.test = test
        self.holds = holds
    }

    /// The boolean field has this value.
    package static func field(_ name: String, is value: Bool) -> Condition {
        Condition("\(name) is \(value)", test: .field(name, isOneOf: [.boolean(value)])) {
            $0.raw(name)?.boolean == value
        }
    }

    /// The text field has this value.
    package static func field(_ name: String, is value: String) -> Condition {
        Condition("\(name) is \"\(value)\"", test: .field(name, isOneOf: [.text(value)])) {
            $0.raw(name)?.string == value
        }
    }
}

/// A condition on another field, as JSON Schema can say it.
package struct ConditionTest: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case boolean(Bool)
        case integer(Int)
        case text(String)
    }

    let field: String
    let values: [Value]
    let isNegated: Bool

    package static func field(_ name: String, isOneOf values: [Value]) -> ConditionTest {
        ConditionTest(field: name, values: values, isNegated: false)
    }

    package static func field(_ name: String, isNoneOf values: [Value]) -> ConditionTest {
        ConditionTest(field: name, values: values, isNegated: true)
    }
}
