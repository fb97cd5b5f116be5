/// Parsing ISO 8601.
extension Timestamp {
    /// Parses ISO 8601 with a date, a time to the second or finer, and `Z` or an offset
    /// (`2026-01-31T12:00:00.123456+00:00`). Nil for anything else, and for days and times that don't exist.
    package init?(iso8601 text: String) {
        var text = text
        guard let time = text.withUTF8({ Timestamp(iso8601: UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = time
    }

    private init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var reader = DigitReader(bytes: bytes)
        guard let year = reader.number(of: 4), reader.skip("-"),
            let month = reader.number(of: 2), reader.skip("-"),
            let day = reader.number(of: 2),
            reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(of: 2), reader.skip(":"),
            let minute = reader.number(of: 2), reader.skip(":"),
            let second = reader.number(of: 2), let fraction = reader.fraction(),
            let offset = reader.offset(), reader.isAtEnd,
            hour < 24, minute < 60, second < 60, (1...12).contains(month)
        else { return nil }
        let days = CalendarDay(year: year, month: month, day: day).daysSince1970
        guard day > 0, CalendarDay(daysSince1970: days).day == day else { return nil }
        let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        self.init(microseconds: seconds * 1_000_000 + Int64(fraction))
    }
}

/// Parses the parts of a time.
private struct DigitReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    private var next: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let next, next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func digit() -> Int? {
        guard let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) else { return nil }
        position += 1
        return Int(next - UInt8(ascii: "0"))
    }

    mutating func number(of digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// Microseconds; 0 where there is no fraction, nil after a point without digits.
    mutating func fraction() -> Int? {
        guard skip(".") else { return 0 }
        guard let first = digit() else { return nil }
        var (number, scale) = (first * 100_000, 10_000)
        while let digit = digit() {
            number += digit * scale
            scale /= 10
        }
        return number
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(of: 2), skip(":"), let minutes = number(of: 2),
            hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
