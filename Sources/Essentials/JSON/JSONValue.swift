/// A value of a parsed document: a view, good until the document parses again, and while the
/// bytes that were parsed live.
package struct JSONValue {
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
        case object, array, string, number, `true`, `false`, null
    }

    /// Keeps the memory alive that the tape points to.
    let document: JSONDocument
    let tape: JSONTape
    let index: Int

    @inline(__always) var node: JSONNode { tape.nodes[index] }

    package var kind: Kind { node.kind }

    package var isNull: Bool { node.kind == .null }

    /// The number of members or elements; 0 in a scalar.
    package var count: Int { isContainer ? Int(node.length) : 0 }

    var isContainer: Bool { node.kind == .object || node.kind == .array }

    /// The text of a string, escapes resolved. Nil in anything else.
    package func string() -> String? {
        node.kind == .string ? String(decoding: tape.text(node), as: UTF8.self) : nil
    }

    package func bool() -> Bool? {
        switch node.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// Gives the UTF-8 of a string, escapes resolved. Nil in anything else.
    package func withUTF8<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R? {
        guard node.kind == .string else { return nil }
        return try body(tape.text(node))
    }

    /// Gives a number as it was written. Nil in anything else.
    package func withNumberText<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R? {
        guard node.kind == .number else { return nil }
        return try body(tape.text(node))
    }

    /// The value as JSON again, without white space. Strings may be escaped differently.
    package func write(to writer: inout ByteWriter) {
        switch node.kind {
        case .object:
            writer.beginObject()
            for (key, value) in members {
                writer.value(utf8: key.tape.text(key.node))
                writer.append(UInt8(ascii: ":"))
                value.write(to: &writer)
            }
            writer.endObject()
        case .array:
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .string: writer.value(utf8: tape.text(node))
        case .number: writer.value(number: tape.text(node))
        case .true: writer.value(true)
        case .false: writer.value(false)
        case .null: writer.null()
        }
    }
}

extension ByteWriter {
    fileprivate mutating func value(number text: UnsafeRawBufferPointer) {
        separate(reserving: text.count)
        append(text)
    }
}
