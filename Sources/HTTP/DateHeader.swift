import Essentials
import EventLoop

/// The `Date` line, made anew once a second.
struct DateHeader: ~Copyable {
    private var line = ByteWriter(capacity: 64)
    private var expiry = Instant(nanoseconds: .min)

    /// Appends the line for this moment. `now` is the loop's time; the clock is read only when the second is over.
    mutating func append(to writer: inout ByteWriter, at now: Instant) {
        if now >= expiry { renew(at: now, wallClock: .now()) }
        line.withBytes { writer.append($0) }
    }

    private mutating func renew(at now: Instant, wallClock: Timestamp) {
        line.removeAll()
        Self.append(wallClock, to: &line)
        expiry = now + .microseconds(1_000_000 - wallClock.microseconds % 1_000_000)
    }

    /// `Date: Sun, 06 Nov 1994 08:49:37 GMT` with its CR LF, for times from 1970 on.
    static func append(_ time: Timestamp, to writer: inout ByteWriter) {
        let day = time.day
        let seconds = Int(time.microseconds / 1_000_000 % 86_400)
        writer.append("Date: ")
        writer.append(weekday(of: day))
        writer.append(twoDigits: day.day)
        writer.append(month(day.month))
        writer.append(decimal: Int64(day.year))
        writer.append(.space)
        writer.append(twoDigits: seconds / 3600)
        writer.append(.colon)
        writer.append(twoDigits: seconds / 60 % 60)
        writer.append(.colon)
        writer.append(twoDigits: seconds % 60)
        writer.append(" GMT\r\n")
    }

    /// 1 January 1970 was a Thursday.
    private static func weekday(of day: CalendarDay) -> StaticString {
        let names: [StaticString] = [
            "Thu, ", "Fri, ", "Sat, ", "Sun, ", "Mon, ", "Tue, ", "Wed, ",
        ]
        return names[Int(day.daysSince1970 % 7)]
    }

    private static func month(_ month: Int) -> StaticString {
        let names: [StaticString] = [
            " Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ",
            " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec ",
        ]
        return names[month - 1]
    }
}

extension ByteWriter {
    fileprivate mutating func append(twoDigits number: Int) {
        append(UInt8(truncatingIfNeeded: 0x30 + number / 10))
        append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
    }
}
