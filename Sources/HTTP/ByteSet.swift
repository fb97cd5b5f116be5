/// A set of ASCII bytes, as a bit for each.
struct ByteSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return (low &>> byte) & 1 == 1 }
        return byte < 128 && (high &>> (byte &- 64)) & 1 == 1
    }

    // The tests spell these sets out and compare.

    /// The bytes of methods, header names and chunk extensions (`tchar` of RFC 9110).
    static var token: ByteSet { ByteSet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }
    /// The bytes of a request target: visible characters but `"`, `#`, `<`, `>` and `\`. Wider than RFC 3986, because
    /// browsers leave brackets, braces and the like in queries as they are.
    static var target: ByteSet { ByteSet(low: 0xAFFF_FFF2_0000_0000, high: 0x7FFF_FFFF_EFFF_FFFF) }
    /// The bytes of a host's name (`reg-name` of RFC 3986).
    static var hostName: ByteSet {
        ByteSet(low: 0x2BFF_7FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
    }
}
