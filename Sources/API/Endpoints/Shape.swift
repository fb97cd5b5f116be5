/// The type of a value in an answer, for the documentation and for tests that check answers against it.
package indirect enum Shape: Hashable, Sendable {
    case text
    /// An id; always a string of digits.
    case snowflake
    case integer
    case number
    case boolean
    /// ISO 8601 in UTC with milliseconds.
    case timestamp
    case nullable(Shape)
    case list(Shape)
    case object([Member])
    /// A thing of its own: a counter, a trigger. The documentation calls it by this name wherever it stands.
    case named(String, Shape)
    /// No JSON in an envelope, but a document of this media type.
    case document(String)

    package struct Member: Hashable, Sendable {
        package let name: String
        package let shape: Shape

        package init(_ name: String, _ shape: Shape) {
            self.name = name
            self.shape = shape
        }
    }

    /// Whether there is a list somewhere in it.
    var hasList: Bool {
        switch self {
        case .list: true
        case .object(let members): members.contains { $0.shape.hasList }
        case .nullable(let inner), .named(_, let inner): inner.hasList
        case .text, .snowflake, .integer, .number, .boolean, .timestamp, .document: false
        }
    }

    /// One sentence for people.
    package static let message = Shape.object(["message": .text])

    package static func named(_ name: String, _ members: KeyValuePairs<String, Shape>) -> Shape {
        .named(name, .object(members))
    }

    package static func object(_ members: KeyValuePairs<String, Shape>) -> Shape {
        .object(members.map { Member($0.key, $0.value) })
    }
}
