import Essentials

/// A JSON value that owns what it holds: request bodies, world documents, embeds as they were sent.
package indirect enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// A member of an object; objects keep their order.
    package struct Member: Hashable, Sendable {
        package let key: String
        package var value: JSON

        package init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    package init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .string: self = .string(value.string() ?? "")
        case .number: self = value.int64().map { .integer($0) } ?? .double(value.double() ?? 0)
        case .array: self = .array(value.elements.map { JSON($0) })
        case .object:
            self = .object(value.members.map { Member($0.key.string() ?? "", JSON($0.value)) })
        }
    }

    /// Nil where the bytes aren't JSON.
    package init?(parsing bytes: UnsafeRawBufferPointer) {
        let document = JSONDocument()
        guard (try? document.parse(bytes)) != nil else { return nil }
        self.init(document.root)
    }

    package init?(parsing text: String) {
        var text = text
        guard let value = text.withUTF8({ JSON(parsing: UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = value
    }
}

// MARK: Reading

extension JSON {
    /// The member of that name; nil where there is none, or no object.
    package subscript(_ key: String) -> JSON? {
        get { members.first { $0.key == key }?.value }
        set {
            var members = members.filter { $0.key != key }
            if let newValue { members.append(Member(key, newValue)) }
            self = .object(members)
        }
    }

    /// The element; nil where there is none.
    package subscript(_ index: Int) -> JSON? {
        elements.indices.contains(index) ? elements[index] : nil
    }

    /// None in anything but an object.
    package var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// None in anything but an array.
    package var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var integer: Int? {
        if case .integer(let number) = self { Int(number) } else { nil }
    }

    package var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    package var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    package var isNull: Bool { self == .null }

    /// An id, as a string or as a number.
    package var id: Snowflake? {
        switch self {
        case .string(let text): Snowflake(decimal: text)
        case .integer(let number): Snowflake(rawValue: number)
        default: nil
        }
    }

    /// The member, unless it is missing or null.
    package func value(_ key: String) -> JSON? {
        guard let value = self[key], !value.isNull else { return nil }
        return value
    }
}

// MARK: Writing

extension JSON: JSONWritable {
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let flag): writer.value(flag)
        case .integer(let number): writer.value(number)
        case .double(let number): writer.value(number)
        case .string(let text): writer.value(text)
        case .array(let elements): writer.value(elements)
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    package static func id(_ id: Snowflake) -> JSON { .string("\(id)") }

    package var text: String {
        var writer = ByteWriter()
        write(to: &writer)
        return writer.string
    }
}
