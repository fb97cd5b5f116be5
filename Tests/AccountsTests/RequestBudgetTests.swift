import EventLoop
import Testing

@testable import Accounts

@Suite struct RequestBudgetTests {
    private let start = Instant(nanoseconds: 5_000_000_000)

    @Test func `a second's worth is granted at once, then at the rate`() {
        var budget = RequestBudget()
        for _ in 0..<10 { #expect(take(&budget, start) == nil) }
        #expect(take(&budget, start) == .milliseconds(100))
        #expect(take(&budget, start + .milliseconds(99)) == .milliseconds(1))
        #expect(take(&budget, start + .milliseconds(100)) == nil)
        #expect(take(&budget, start + .milliseconds(100)) == .milliseconds(100))
        #expect(take(&budget, start + .milliseconds(300)) == nil)
        #expect(take(&budget, start + .milliseconds(300)) == nil)
        #expect(take(&budget, start + .milliseconds(300)) != nil)
    }

    @Test func `what isn't used is saved for a second, not longer`() {
        var budget = RequestBudget()
        #expect(take(&budget, start) == nil)
        let later = start + .seconds(3600)
        for _ in 0..<10 { #expect(take(&budget, later) == nil) }
        #expect(take(&budget, later) != nil)
    }

    @Test func `one token's requests don't cost another's`() {
        var budget = RequestBudget()
        let first = budget.take(token: 1, requestsPerSecond: 1, now: start)
        let again = budget.take(token: 1, requestsPerSecond: 1, now: start)
        let other = budget.take(token: 2, requestsPerSecond: 1, now: start)
        #expect(first == nil)
        #expect(again == .seconds(1))
        #expect(other == nil)
    }

    @Test(arguments: [1, 3, 7, 50, 999])
    func `over ten seconds no more than the rate and one second's worth passes`(rate: Int) {
        var budget = RequestBudget()
        var granted = 0
        let step = Duration.seconds(1) / min(rate * 2, 2000)
        var now = start
        while now < start + .seconds(10) {
            for _ in 0..<max(1, rate / 500) {
                let wait = budget.take(token: 1, requestsPerSecond: rate, now: now)
                granted += wait == nil ? 1 : 0
            }
            now = now + step
        }
        #expect(granted <= rate * 11)
        #expect(granted >= rate * 9)
    }

    private func take(_ budget: inout RequestBudget, _ now: Instant) -> Duration? {
        budget.take(token: 1, requestsPerSecond: 10, now: now)
    }
}
