import Glibc

/// Comparing and cutting bytes in place.
extension UnsafeRawBufferPointer {
    /// Whether the bytes are exactly these.
    @inline(__always)
    package func spells(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount, let baseAddress else { return count == 0 }
        return memcmp(baseAddress, text.utf8Start, count) == 0
    }

    /// Whether the bytes are these, ASCII capitals counting as small letters. `lowercase` has none.
    func spellsIgnoringCase(_ lowercase: StaticString) -> Bool {
        guard count == lowercase.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index].lowercased != lowercase.utf8Start[index] {
            return false
        }
        return true
    }

    /// The bytes from `start` up to `end`, counted from this buffer's own start.
    @inline(__always)
    func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// The bytes without spaces and tabs at both ends (OWS of RFC 9110).
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return part(start, end)
    }
}

extension UInt8 {
    @inline(__always)
    var lowercased: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }

    /// A space or a tab.
    @inline(__always)
    var isBlank: Bool {
        self == 0x20 || self == 0x09
    }

    @inline(__always)
    var isDigit: Bool {
        self &- 0x30 < 10
    }

    @inline(__always)
    var isHexDigit: Bool {
        isDigit || lowercased &- 0x61 < 6
    }
}
