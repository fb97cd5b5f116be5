/// Percent-decoding of RFC 3986.
enum PercentEncoding {
    /// Decodes into a buffer at least as long as the source.
    /// - Returns: how many bytes were written; nil where a `%` has no two hexadecimal digits.
    static func decode(
        _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer,
        plusIsSpace: Bool
    ) -> Int? {
        var written = 0
        var place = 0
        while place < source.count {
            var byte = source[place]
            place += 1
            if byte == UInt8(ascii: "%") {
                guard place + 1 < source.count, let high = hexValue(source[place]),
                    let low = hexValue(source[place + 1])
                else { return nil }
                byte = high << 4 | low
                place += 2
            } else if plusIsSpace, byte == UInt8(ascii: "+") {
                byte = UInt8(ascii: " ")
            }
            target[written] = byte
            written += 1
        }
        return written
    }

    /// A path segment, decoded; nil where it's badly encoded.
    static func decoded(_ segment: UnsafeRawBufferPointer) -> [UInt8]? {
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: segment.count) { buffer, count in
            let written = decode(
                segment, into: UnsafeMutableRawBufferPointer(buffer), plusIsSpace: false)
            isWhole = written != nil
            count = written ?? 0
        }
        return isWhole ? bytes : nil
    }

    /// A whole path, decoded; nil where it's badly encoded, or where an encoded slash would become a real one.
    static func decodedPath(_ path: UnsafeRawBufferPointer) -> [UInt8]? {
        let slash = UInt8(ascii: "/")
        guard let bytes = decoded(path),
            bytes.count(where: { $0 == slash }) == path.count(where: { $0 == slash })
        else { return nil }
        return bytes
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Whether bytes are UTF-8; plain ASCII is seen at a glance.
enum UTF8Check {
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.allSatisfy({ $0 < 0x80 }) { return true }
        return String(validating: bytes, as: UTF8.self) != nil
    }
}
