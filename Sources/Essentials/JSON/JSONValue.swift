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
}
