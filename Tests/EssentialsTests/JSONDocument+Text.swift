import Essentials

extension JSONDocument {
    /// Parses the bytes, which must end exactly where allocated memory ends, and hands out the
    /// root while they live.
    func read<R>(_ bytes: [UInt8], _ body: (JSONValue) throws -> R) throws -> R {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { copy.deallocate() }
        copy.copyBytes(from: bytes)
        try parse(UnsafeRawBufferPointer(copy))
        return try body(root)
    }

    func read<R>(_ text: String, _ body: (JSONValue) throws -> R) throws -> R {
        try read(Array(text.utf8), body)
    }

    /// The error of a text that is refused; nil where it is taken.
    func refusal(of bytes: [UInt8]) -> JSONError? {
        do {
            try read(bytes) { _ in }
            return nil
        } catch { return error as? JSONError }
    }

    func refusal(of text: String) -> JSONError? { refusal(of: Array(text.utf8)) }
}
