/// Reading numbers.
extension JSONValue {
    /// The number, if it is exactly a 64-bit integer, however it is written: `1`, `1.0` and `1e2` are,
    /// `1.5` and 2^63 are not. Nil otherwise.
    package func int64() -> Int64? {
        guard node.kind == .number else { return nil }
        let text = tape.text(node)
        if node.flags & JSONNode.Flag.integer != 0, text.count <= 18 {
            return smallInteger(text)
        }
        return JSONDecimal(text).integer
    }

    /// The number as the nearest double; nil if it is too large, or this isn't a number.
    package func double() -> Double? {
        guard node.kind == .number else { return nil }
        let text = tape.text(node)
        if let exact = JSONDecimal(text).exactDouble { return exact }
        guard let nearest = Double(String(decoding: text, as: UTF8.self)), nearest.isFinite else {
            return nil
        }
        return nearest
    }

    /// At most 18 characters: can't overflow.
    private func smallInteger(_ text: UnsafeRawBufferPointer) -> Int64 {
        let isNegative = text[0] == UInt8(ascii: "-")
        var number: Int64 = 0
        for index in (isNegative ? 1 : 0)..<text.count {
            number = number &* 10 &+ Int64(text[index] &- UInt8(ascii: "0"))
        }
        return isNegative ? -number : number
    }
}

/// A parsed JSON number: ± digits × 10^exponent.
struct JSONDecimal {
    private var isNegative = false
    /// The digits without leading zeros, as long as they fit.
    private var digits: UInt64 = 0
    /// Whether digits other than zeros were dropped because they didn't fit.
    private var isCut = false
    private var exponent = 0

    init(_ text: UnsafeRawBufferPointer) {
        var isFraction = false
        var zeros = 0
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent += Self.exponent(UnsafeRawBufferPointer(rebasing: text[(index + 1)...]))
                exponent += zeros
                return
            case UInt8(ascii: "0"):
                zeros += 1
                if isFraction { exponent -= 1 }
            default:
                if isFraction { exponent -= 1 }
                append(byte - UInt8(ascii: "0"), after: zeros)
                zeros = 0
            }
        }
        exponent += zeros
    }

    /// Appends pending zeros and the digit after them.
    private mutating func append(_ digit: UInt8, after zeros: Int) {
        guard !isCut else { return }
        for place in 0...zeros {
            if digits == 0, place < zeros { continue }
            let (shifted, overflows) = digits.multipliedReportingOverflow(by: 10)
            let (sum, carries) = shifted.addingReportingOverflow(place == zeros ? UInt64(digit) : 0)
            guard !overflows, !carries else {
                isCut = true
                return
            }
            digits = sum
        }
    }

    /// The exponent's digits, clamped to ±10^9, far outside of every meaningful value.
    private static func exponent(_ text: UnsafeRawBufferPointer) -> Int {
        var number = 0
        for byte in text where isDigit(byte) {
            number = min(number * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000)
        }
        return text.first == UInt8(ascii: "-") ? -number : number
    }

    /// The number as an integer of 64 bits; nil where it isn't exactly one.
    var integer: Int64? {
        guard !isCut else { return nil }
        guard digits != 0 else { return 0 }
        guard exponent >= 0, exponent < 20 else { return nil }
        var magnitude = digits
        for _ in 0..<exponent {
            let (shifted, overflows) = magnitude.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            magnitude = shifted
        }
        guard isNegative else { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }

    /// The number as a double, if one multiplication or division of exact doubles gives it, which is
    /// then rounded correctly. Nil: needs the slow path.
    var exactDouble: Double? {
        guard !isCut, digits <= 1 << 53 else { return nil }
        let magnitude: Double
        switch exponent {
        case 0...22: magnitude = Double(digits) * powerOfTen(exponent)
        case -22..<0: magnitude = Double(digits) / powerOfTen(-exponent)
        default:
            guard digits == 0 else { return nil }
            magnitude = 0
        }
        return isNegative ? -magnitude : magnitude
    }
}

/// 10^n, exact up to n = 22.
private func powerOfTen(_ n: Int) -> Double {
    var power = 1.0
    for _ in 0..<n { power *= 10 }
    return power
}
