import EventLoop
import Testing

@testable import Discord

/// The guard against invalid requests and the circuit breaker.
@Suite struct ProtectionTests {
    /// Refused calls, each of another guild and route.
    private func refuse(_ count: Int, _ limits: inout LimitsHarness) {
        for guild in 1...count {
            let number = limits.call("GET /route\(guild)", major: "9\(guild)")
            limits.answer(number, guild % 2 == 0 ? 403 : 429, .refused(.milliseconds(1)))
        }
        _ = limits.newlyAdmitted()
    }

    @Test func `so many refusals in ten minutes stop everything until they are ten minutes old`() {
        var limits = LimitsHarness(invalidBound: 100)
        refuse(100, &limits)
        let one = limits.call(major: "x")
        let two = limits.call("POST /webhooks/{webhook}/{token}", major: "7/abc", owner: .path)
        #expect(limits.failures == [one: .guarded(.everything), two: .guarded(.everything)])
        #expect(limits.notices.count { $0 == .guarded } == 1)
        limits.pass(.seconds(590))
        let three = limits.call(major: "y")
        #expect(limits.failures[three] == .guarded(.everything))
        limits.pass(.seconds(30))
        let four = limits.call(major: "z")
        #expect(limits.newlyAdmitted() == [four])
        #expect(limits.machine.invalid.count == 0)
    }

    @Test func `calls that wait when the bound is reached fail too`() {
        var limits = LimitsHarness(invalidBound: 100)
        refuse(99, &limits)
        let last = limits.call("GET /last", major: "1")
        let waiting = limits.call("GET /last", major: "1", for: .guild("2"))
        limits.answer(last, 403)
        #expect(limits.failures == [waiting: .guarded(.everything)])
        #expect(limits.admitted == [last])
    }

    /// Fails so many calls in a row, each of its own resource.
    private func fail(_ count: Int, _ limits: inout LimitsHarness) {
        for guild in 0..<count {
            let number = limits.call(major: "f\(guild)")
            limits.settle(number, [.unanswered, .unconnected, .answered(503, .init())][guild % 3])
        }
        _ = limits.newlyAdmitted()
    }

    private static let resting = RateLimitMachine.restingError

    @Test func `after many failures in a row interactive calls fail at once, background ones wait`()
    {
        var limits = LimitsHarness()
        fail(20, &limits)
        let refused = limits.call(major: "1")
        let waiting = limits.call(major: "2", urgency: .background)
        let other = limits.call(major: "3", urgency: .background)
        #expect(limits.failures == [refused: Self.resting])
        #expect(limits.notices == [.breakerOpened])
        limits.pass(.milliseconds(1_999))
        #expect(limits.newlyAdmitted() == [])
        limits.pass(.milliseconds(1))
        #expect(limits.newlyAdmitted() == [waiting])
        let early = limits.call(major: "4")
        #expect(limits.failures[early] == Self.resting)
        limits.answer(waiting)
        #expect(limits.newlyAdmitted() == [other])
        let fine = limits.call(major: "5")
        #expect(limits.newlyAdmitted() == [fine])
    }

    @Test func `nineteen failures and an answer are no reason`() {
        var limits = LimitsHarness()
        for _ in 1...3 {
            fail(19, &limits)
            let number = limits.call(major: "fine")
            limits.answer(number, 404)
        }
        #expect(limits.failures == [:])
    }

    @Test func `a trial that fails doubles the rest`() {
        var limits = LimitsHarness()
        fail(20, &limits)
        limits.pass(.seconds(2))
        let trial = limits.call(major: "1")
        #expect(limits.newlyAdmitted() == [trial])
        limits.settle(trial, .unanswered)
        limits.call(major: "2", urgency: .background)
        limits.pass(.milliseconds(3_999))
        #expect(limits.newlyAdmitted() == [])
        limits.pass(.milliseconds(1))
        #expect(limits.newlyAdmitted().count == 1)
    }

    @Test func `calls that were given up tell nothing of Discord`() {
        var limits = LimitsHarness()
        for guild in 1...30 {
            let number = limits.call(major: "\(guild)")
            limits.settle(number, guild % 2 == 0 ? .abandoned : .unsent)
        }
        #expect(limits.notices == [])
    }

    @Test func `a trial that never went out leaves the way to the next`() {
        var limits = LimitsHarness()
        fail(20, &limits)
        limits.pass(.seconds(2))
        let trial = limits.call(major: "1")
        limits.settle(trial, .unsent)
        let next = limits.call(major: "2")
        #expect(limits.newlyAdmitted() == [trial, next])
    }
}
