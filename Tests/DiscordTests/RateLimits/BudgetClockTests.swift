import Essentials
import EventLoop
import Testing

@testable import Discord

@Suite struct BudgetClockTests {
    private static let start = Instant(nanoseconds: 5_000_000_000_000)
    /// The database's clock is so far ahead of ours.
    private static let ahead: Int64 = 1_700_000_000_000_000

    private func there(_ here: Instant, _ ahead: Int64 = Self.ahead) -> Timestamp {
        Timestamp(microseconds: here.nanoseconds / 1_000 + ahead)
    }

    @Test func `nothing is known before the first answer`() {
        #expect(BudgetClock().instant(of: there(Self.start)) == nil)
    }

    @Test func `whenever the clock was read on the way, a time isn't used before it has come`() {
        for read in 0...10 {
            var clock = BudgetClock()
            clock.note(
                there(Self.start + .milliseconds(read)), askedAt: Self.start,
                answeredAt: Self.start + .milliseconds(10))
            let time = Self.start + .milliseconds(500)
            let used = clock.instant(of: there(time))
            #expect(used == time + .milliseconds(10 - read))
        }
    }

    @Test func `one quick answer makes up for slow ones`() {
        var clock = BudgetClock()
        var now = Self.start
        for delay in [300, 2, 500, 40] {
            clock.note(
                there(now + .milliseconds(1)), askedAt: now,
                answeredAt: now + .milliseconds(1 + delay))
            now = now + .seconds(1)
        }
        let time = now + .milliseconds(100)
        #expect(clock.instant(of: there(time)) == time + .milliseconds(2))
    }

    @Test(arguments: [-2_000_000, 2_000_000] as [Int64])
    func `a clock that was set is believed from the next answer on`(by step: Int64) {
        var clock = BudgetClock()
        clock.note(
            there(Self.start), askedAt: Self.start, answeredAt: Self.start + .milliseconds(1))
        let later = Self.start + .seconds(1)
        clock.note(
            there(later, Self.ahead + step), askedAt: later,
            answeredAt: later + .milliseconds(3))
        let time = later + .milliseconds(100)
        #expect(clock.instant(of: there(time, Self.ahead + step)) == time + .milliseconds(3))
    }

    @Test func `old answers are forgotten, for clocks drift`() {
        var clock = BudgetClock()
        clock.note(there(Self.start), askedAt: Self.start, answeredAt: Self.start)
        let later = Self.start + .seconds(60)
        clock.note(there(later), askedAt: later, answeredAt: later + .milliseconds(7))
        #expect(clock.instant(of: there(later)) == later + .milliseconds(7))
    }

    @Test func `infinity is no moment`() {
        var clock = BudgetClock()
        clock.note(there(Self.start), askedAt: Self.start, answeredAt: Self.start)
        #expect(clock.instant(of: Timestamp(microseconds: .min)) == nil)
        #expect(clock.instant(of: Timestamp(microseconds: .max)) == nil)
    }
}
