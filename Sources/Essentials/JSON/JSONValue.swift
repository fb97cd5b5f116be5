/// A value of a parsed document: a view that is valid until the document parses again, and while
/// the parsed bytes are alive.
package struct JSONValue {
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
        case object, array, string, number, `true`, `false`, null
    }

    /// Keeps the tape's memory alive.
    let document: JSONDocument
    let tape: JSONTape
    let index: Int

    @inline(__always) var node: JSONNode { tape.nodes[index] }

    package var kind: Kind { node.kind }

    package var isNull: Bool { node.kind == .null }

    /// The number of members or elements; 0 for a scalar.
    package var count: Int { isContainer ? Int(node.length) : 0 }

    var isContainer: Bool { node.kind == .object || node.kind == .array }

    /// The text of a string, unescaped; nil for anything else.
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

    /// Gives access to the UTF-8 of a string, unescaped; nil for anything else.
    package func withUTF8<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R? {
        guard node.kind == .string else { return nil }
        return try body(tape.text(node))
    }
}
