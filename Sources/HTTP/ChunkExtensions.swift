/// The text between a chunk's size and the end of its line. It is checked, and means nothing here.
struct ChunkExtensions {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// `*( BWS ";" BWS chunk-ext-name [ BWS "=" BWS ( token / quoted-string ) ] )` of RFC 9112.
    static func areWellFormed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var extensions = ChunkExtensions(bytes)
        while extensions.index < bytes.count {
            guard extensions.takeOne() else { return false }
        }
        return true
    }

    private mutating func takeOne() -> Bool {
        skipBlanks()
        guard take(UInt8(ascii: ";")) else { return false }
        skipBlanks()
        guard takeToken() else { return false }
        let nameEnd = index
        skipBlanks()
        guard take(UInt8(ascii: "=")) else {
            index = nameEnd
            return true
        }
        skipBlanks()
        return take(UInt8(ascii: "\"")) ? takeQuoted() : takeToken()
    }

    private mutating func skipBlanks() {
        while index < bytes.count, bytes[index].isBlank { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func takeToken() -> Bool {
        let start = index
        while index < bytes.count, ByteSet.token.contains(bytes[index]) { index += 1 }
        return index > start
    }

    /// The rest of a quoted string, after its opening quote.
    private mutating func takeQuoted() -> Bool {
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return true }
            guard byte >= 0x20 || byte == 0x09, byte != 0x7F else { return false }
            guard byte == UInt8(ascii: "\\") else { continue }
            guard index < bytes.count, bytes[index] >= 0x20 || bytes[index] == 0x09,
                bytes[index] != 0x7F
            else { return false }
            index += 1
        }
        return false
    }
}
