import Essentials

/// One field of an endpoint: its description, and how a value of Swift is made of what came.
///
/// A field is declared by one of the factories (`.guild`, `.snowflake`, `.integer` …) and modified from there:
/// `.integer("days", 1...30, "…").standard(1)`, and, where the type becomes optional, with its name in front:
/// `Field.snowflake("user_id", "…").optional()`.
package struct Field<Value: Sendable & Equatable>: Sendable {
    package internal(set) var spec: FieldSpec
    var presence: FieldPresence
    /// Makes the value. Limits are noted, not thrown. It gets null or nothing only where the presence allows it.
    private(set) var read: Read

    typealias Read = @Sendable (FieldInput, RequestReader) throws(FieldRule) -> Value

    /// - Parameter read: makes the value of one that is there and not null.
    init(
        _ spec: FieldSpec,
        read: @escaping @Sendable (RawValue, RequestReader) throws(FieldRule) -> Value
    ) {
        self.spec = spec
        presence = FieldPresence(spec)
        self.read = { (input, reader) throws(FieldRule) in
            guard case .value(let raw) = input else { throw .required }
            return try read(raw, reader)
        }
    }

    private init(_ spec: FieldSpec, _ presence: FieldPresence, _ read: @escaping Read) {
        self.spec = spec
        self.presence = presence
        self.read = read
    }
}

extension Field {
    /// May be left out; nil then. An explicit null is refused.
    package func optional() -> Field<Value?> {
        var field = wrapped { if case .absent = $0 { true } else { false } }
        field.spec.presence = .optional(standardValue: nil)
        field.presence.mayBeAbsent = true
        return field
    }

    /// May be left out, and then is this.
    package func standard(_ value: Value) -> Field {
        var field = self
        let words = "\(value)"
        field.spec.presence = .optional(standardValue: words == "nil" ? nil : words)
        field.presence.mayBeAbsent = true
        field.read = { [read] (input, reader) throws(FieldRule) in
            if case .absent = input { value } else { try read(input, reader) }
        }
        return field
    }

    /// Must be there, but may be null.
    package func nullable() -> Field<Value?> {
        var field = wrapped { if case .null = $0 { true } else { false } }
        field.spec.nullability = .always
        field.presence.mayBeNull = true
        return field
    }

    /// Must be there, and may be null while the condition holds.
    package func nullable(when condition: Condition) -> Field<Value?> {
        var field = nullable()
        field.spec.nullability = .when(condition.words)
        field.spec.nullTest = condition.test
        field.presence.nullCondition = condition
        return field
    }

    /// Must be there; while the condition holds it may be null, and counts as null whatever it is.
    package func ignored(when condition: Condition) -> Field<Value?> {
        var field = nullable(when: condition)
        field.presence.ignoreCondition = condition
        return field
    }

    /// Required while the condition holds; otherwise ignored, whatever it is, and nil.
    package func required(when condition: Condition) -> Field<Value?> {
        var field = wrapped { if case .absent = $0 { true } else { false } }
        field.spec.presence = .when(condition.words)
        field.spec.presenceTest = condition.test
        field.presence.condition = condition
        return field
    }

    /// The same field, nil for some inputs.
    private func wrapped(
        isNil: @escaping @Sendable (FieldInput) -> Bool
    ) -> Field<Value?> {
        Field<Value?>(spec, presence) { [read] (input, reader) throws(FieldRule) in
            isNil(input) ? nil : try read(input, reader)
        }
    }
}
