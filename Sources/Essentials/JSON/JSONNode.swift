/// One node of the tape that a text is parsed to.
///
/// A container is followed by its content; a member of an object is two nodes, key and value.
struct JSONNode: BitwiseCopyable {
    enum Flag {
        /// The string has escapes: its unescaped text is in the document's own memory.
        static let unescaped: UInt8 = 1
        /// The number has no fraction and no exponent.
        static let integer: UInt8 = 2
    }

    /// Where the text starts: of strings without the quote, of containers the bracket.
    var offset: UInt32
    /// Bytes of the text; in containers the number of members or elements.
    var length: UInt32
    /// The index after this node and its content; for keys their offset in the source.
    var next: UInt32
    var kind: JSONValue.Kind
    var flags: UInt8 = 0
}

/// The memory of a parsed document as plain pointers, valid until the next parse.
struct JSONTape {
    var nodes: UnsafeMutablePointer<JSONNode>
    /// The text that was parsed.
    var source: UnsafePointer<UInt8>
    /// The unescaped texts of strings with escapes.
    var unescaped: UnsafeMutablePointer<UInt8>

    /// The text of a string or number.
    @inline(__always) func text(_ node: JSONNode) -> UnsafeRawBufferPointer {
        let start =
            node.flags & JSONNode.Flag.unescaped == 0 ? source : UnsafePointer(unescaped)
        return UnsafeRawBufferPointer(start: start + Int(node.offset), count: Int(node.length))
    }
}
