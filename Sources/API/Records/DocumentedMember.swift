import Essentials

/// A member of the JSON object that answers show: its name, its shape and its value.
package struct DocumentedMember<Whole>: Sendable {
    let name: StaticString
    let shape: Shape
    let write: @Sendable (Whole, inout ByteWriter) -> Void

    package static func member<Value: Shaped>(
        _ name: StaticString, _ value: @escaping @Sendable (Whole) -> Value
    ) -> DocumentedMember {
        DocumentedMember(name: name, shape: Value.shape) { whole, writer in
            value(whole).write(to: &writer)
        }
    }

    /// One of several, shown as its raw value.
    package static func member<Value: RawRepresentable & CaseIterable & SendableMetatype>(
        _ name: StaticString, _ value: @escaping @Sendable (Whole) -> Value
    ) -> DocumentedMember where Value.RawValue: Shaped {
        member(name) { value($0).rawValue }
    }

    /// An id of our own; text, as Discord's are.
    package static func id(
        _ name: StaticString, _ value: @escaping @Sendable (Whole) -> Int64
    ) -> DocumentedMember {
        member(name) { "\(value($0))" }
    }
}
