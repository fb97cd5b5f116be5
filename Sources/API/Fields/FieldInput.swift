/// A request's input for a field, after the rules of presence and null.
package enum FieldInput {
    case value(RawValue)
    /// An explicit null, which this field takes.
    case null
    /// Left out, which this field may be, or ignored because its condition doesn't hold.
    case absent
}

/// The part of a field's rules that doesn't depend on the type of its values.
package struct FieldPresence: Sendable {
    let name: String
    let isInPath: Bool
    var mayBeAbsent = false
    var mayBeNull = false
    /// While this holds not, null isn't taken after all.
    var nullCondition: Condition?
    /// While this holds not, the field is ignored.
    var condition: Condition?
    /// While this holds, the field must be there, but is ignored, whatever it is.
    var ignoreCondition: Condition?

    init(_ spec: FieldSpec) {
        name = spec.name
        isInPath = spec.place == .path
    }
}
