/// Appending bytes, text and numbers.
extension ByteWriter {
    @inlinable package mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used += 1
    }

    @inlinable package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + used).copyMemory(from: start, byteCount: bytes.count)
        used += bytes.count
    }

    @inlinable package mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends the text's UTF-8.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Lets `fill` write up to `n` bytes at the end; it returns how many it wrote.
    @inlinable package mutating func appendUninitialized<E: Error>(
        _ n: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) {
        reserve(n)
        let written = try fill(UnsafeMutableRawBufferPointer(start: base + used, count: n))
        precondition(written >= 0 && written <= n)
        used += written
    }

    /// Appends the number in decimal, with a minus where it is negative.
    @inlinable package mutating func append(decimal number: Int64) {
        reserve(20)
        if number < 0 { storeReserved(UInt8(ascii: "-")) }
        storeReserved(digitsOf: number.magnitude)
    }

    /// Appends the number in hexadecimal, in lower case, without leading zeros.
    package mutating func append(hexadecimal number: UInt64) {
        append(String(number, radix: 16))
    }

    /// Stores a byte for which room was reserved.
    @inlinable mutating func storeReserved(_ byte: UInt8) {
        base.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used += 1
    }

    /// Stores the decimal digits, for which 20 bytes of room were reserved.
    @usableFromInline mutating func storeReserved(digitsOf number: UInt64) {
        let length = decimalLength(number)
        var rest = number
        var end = base + used + length
        while rest >= 100 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            rest = quotient
            end -= 2
            end.copyMemory(from: digitPairs.utf8Start + 2 * Int(pair), byteCount: 2)
        }
        if rest >= 10 {
            (end - 2).copyMemory(from: digitPairs.utf8Start + 2 * Int(rest), byteCount: 2)
        } else {
            (end - 1).storeBytes(of: UInt8(ascii: "0") + UInt8(rest), as: UInt8.self)
        }
        used += length
    }

    /// Stores exactly two digits, for a number below 100 for which room was reserved.
    mutating func storeReserved(pair number: Int) {
        (base + used).copyMemory(from: digitPairs.utf8Start + 2 * number, byteCount: 2)
        used += 2
    }
}

/// "00" … "99", so that two digits are one division.
private var digitPairs: StaticString {
    """
    0001020304050607080910111213141516171819\
    2021222324252627282930313233343536373839\
    4041424344454647484950515253545556575859\
    6061626364656667686970717273747576777879\
    8081828384858687888990919293949596979899
    """
}

/// How many decimal digits the number has, 1…20.
private func decimalLength(_ number: UInt64) -> Int {
    var length = 1
    var rest = number
    while rest >= 10_000 {
        rest /= 10_000
        length += 4
    }
    if rest >= 1000 { return length + 3 }
    if rest >= 100 { return length + 2 }
    return rest >= 10 ? length + 1 : length
}
