import Essentials

/// What answers show as a JSON object: how it's written follows from the same declaration as how it's documented.
package protocol Documented: Shaped, Sendable {
    /// As the documentation calls it; nil: it has no name.
    static var title: String? { get }

    /// The object's members, in their order.
    static var members: [DocumentedMember<Self>] { get }
}

extension Documented {
    package typealias Members = [DocumentedMember<Self>]

    package static var title: String? { nil }

    package static var shape: Shape {
        let object = Shape.object(
            members.map { Shape.Member($0.name.description, $0.shape) })
        return title.map { .named($0, object) } ?? object
    }

    package func write(to writer: inout ByteWriter) {
        writer.beginObject()
        for member in Self.members {
            writer.key(member.name)
            member.write(self, &writer)
        }
        writer.endObject()
    }
}
