import Essentials
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_769_860_800_000_000, "2026-01-31T12:00:00.000Z"),
            (1_769_860_800_123_999, "2026-01-31T12:00:00.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00.000Z"),
            (.max, "9999-12-31T23:59:59.999Z"),
            (.min, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func `a time is written as ISO 8601`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test func `days and dates turn into each other over eight centuries`() {
        var expected = CalendarDay(year: 1600, month: 1, day: 1)
        var number = expected.daysSince1970
        while expected.year < 2400 {
            #expect(CalendarDay(daysSince1970: number) == expected)
            #expect(expected.daysSince1970 == number)
            expected = following(expected)
            number += 1
        }
    }

    private func following(_ day: CalendarDay) -> CalendarDay {
        let isLeap = day.year % 4 == 0 && (day.year % 100 != 0 || day.year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if day.day < lengths[day.month - 1] {
            return CalendarDay(year: day.year, month: day.month, day: day.day + 1)
        }
        if day.month < 12 { return CalendarDay(year: day.year, month: day.month + 1, day: 1) }
        return CalendarDay(year: day.year + 1, month: 1, day: 1)
    }

    @Test func `times and durations add up`() {
        let time = Timestamp(microseconds: 1_000_000)
        #expect(time + .seconds(2) == Timestamp(microseconds: 3_000_000))
        #expect(time - .milliseconds(1500) == Timestamp(microseconds: -500_000))
        #expect((time + .seconds(60)) - time == .seconds(60))
    }

    @Test func `a time falls on its day in UTC`() {
        let midnight = Timestamp(microseconds: 1_769_817_600_000_000)
        #expect(midnight.day == CalendarDay(year: 2026, month: 1, day: 31))
        #expect((midnight - .microseconds(1)).day == CalendarDay(year: 2026, month: 1, day: 30))
    }
}
