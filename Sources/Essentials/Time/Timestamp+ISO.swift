/// Writing ISO 8601.
extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds, `2026-01-31T12:00:00.000Z`.
    package var description: String {
        var writer = ByteWriter(capacity: 24)
        writer.append(self)
        return writer.string
    }
}

extension ByteWriter {
    /// Appends the time as ISO 8601 in UTC with milliseconds (cut, not rounded), 24 bytes.
    /// Years outside 0000…9999 are clamped to that range.
    package mutating func append(_ time: Timestamp) {
        reserve(24)
        let milliseconds = time.clampedMilliseconds
        let (day, ofDay) = milliseconds.flooredQuotient(by: 86_400_000)
        let date = CalendarDay(daysSince1970: day)
        storeReserved(pair: date.year / 100)
        storeReserved(pair: date.year % 100)
        storeReserved(UInt8(ascii: "-"))
        storeReserved(pair: date.month)
        storeReserved(UInt8(ascii: "-"))
        storeReserved(pair: date.day)
        storeReserved(UInt8(ascii: "T"))
        store(millisecondOfDay: Int(ofDay))
        storeReserved(UInt8(ascii: "Z"))
    }

    private mutating func store(millisecondOfDay: Int) {
        let (second, millisecond) = millisecondOfDay.quotientAndRemainder(dividingBy: 1000)
        let (minute, ofMinute) = second.quotientAndRemainder(dividingBy: 60)
        storeReserved(pair: minute / 60)
        storeReserved(UInt8(ascii: ":"))
        storeReserved(pair: minute % 60)
        storeReserved(UInt8(ascii: ":"))
        storeReserved(pair: ofMinute)
        storeReserved(UInt8(ascii: "."))
        storeReserved(UInt8(ascii: "0") + UInt8(millisecond / 100))
        storeReserved(pair: millisecond % 100)
    }
}

extension Timestamp {
    /// Milliseconds since 1970, clamped to the years 0000 to 9999.
    fileprivate var clampedMilliseconds: Int64 {
        let cut = microseconds.flooredQuotient(by: 1000).quotient
        return min(max(cut, -62_167_219_200_000), 253_402_300_799_999)
    }
}

extension Int64 {
    /// Floor division: the remainder is never negative.
    func flooredQuotient(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
