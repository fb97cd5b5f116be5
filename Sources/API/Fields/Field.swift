import Essentials

/// One field of an endpoint: its description, and how a value of Swift is made of what came.
///
/// A field is declared by one of the factories (`.guild`, `.snowflake`, `.integer` …) and modified from there:
/// `.integer("days", 1...30, "…").standard(1)`, and, where the type becomes optional, with its name in front:
/// `Field.snowflake("user_id", "…").optional()`.
package struct Field<Value: Sendable & Equatable>: Sendable {
    package var spec: FieldSpec
    /// Makes the value of one that is there and not null. Limits are noted, not thrown.
    var read: @Sendable (RawValue, RequestReader) throws(FieldRule) -> Value
    /// What it is when left out, if it may be.
    var absent: (@Sendable () -> Value)?
    /// What null stands for, if it's taken.
    var null: (@Sendable () -> Value)?
    /// Where null is taken only sometimes, or the field counts only sometimes.
    var nullCondition: Condition?
    var condition: Condition?
    /// What it is while `condition` doesn't hold.
    var unread: (@Sendable () -> Value)?

    init(
        _ spec: FieldSpec,
        read: @escaping @Sendable (RawValue, RequestReader) throws(FieldRule) -> Value
    ) {
        self.spec = spec
        self.read = read
    }
}

extension Field {
    /// May be left out; nil then. An explicit null is refused.
    package func optional() -> Field<Value?> {
        var field = wrapped()
        field.spec.presence = .optional(standardValue: nil)
        field.absent = { nil }
        return field
    }

    /// May be left out, and then is this.
    package func standard(_ value: Value) -> Field {
        var field = self
        field.spec.presence = .optional(standardValue: "\(value)")
        field.absent = { value }
        return field
    }

    /// Must be there, but may be null.
    package func nullable() -> Field<Value?> {
        var field = wrapped()
        field.spec.nullability = .always
        field.null = { nil }
        return field
    }

    /// Must be there, and may be null while the condition holds.
    package func nullable(when condition: Condition) -> Field<Value?> {
        var field = wrapped()
        field.spec.nullability = .when(condition.words)
        field.null = { nil }
        field.nullCondition = condition
        return field
    }

    /// Required while the condition holds; otherwise ignored, whatever it is, and nil.
    package func required(when condition: Condition) -> Field<Value?> {
        var field = wrapped()
        field.spec.presence = .when(condition.words)
        field.condition = condition
        field.unread = { nil }
        return field
    }

    private func wrapped() -> Field<Value?> {
        let read = read
        var field = Field<Value?>(spec) { (raw, reader) throws(FieldRule) in
            try read(raw, reader)
        }
        field.nullCondition = nullCondition
        field.condition = condition
        if let absent { field.absent = { absent() } }
        if let unread { field.unread = { unread() } }
        if let null { field.null = { null() } }
        return field
    }
}
