import Essentials
import EventLoop
import Testing

@testable import Discord

/// How calls use the cluster's budget.
@Suite struct SendSlotTests {
    private let route = "GET /guilds/{guild}"

    @Test func `a lonely call asks for one time and goes when it has come`() {
        var limits = LimitsHarness(rate: 47)
        limits.call()
        #expect(limits.asks == [.init(count: 1, urgency: .interactive)])
        limits.grant([30], next: 51)
        limits.pass(.milliseconds(29))
        #expect(limits.newlyAdmitted() == [])
        limits.pass(.milliseconds(1))
        #expect(limits.newlyAdmitted() == [1])
    }

    @Test func `while an answer is awaited calls gather for the next question`() {
        var limits = LimitsHarness(rate: 47)
        for guild in 1...5 { limits.call(route, major: "\(guild)") }
        #expect(limits.asks == [.init(count: 1, urgency: .interactive)])
        limits.grant([0], next: 21)
        #expect(limits.newlyAdmitted() == [1])
        #expect(limits.asks.last == .init(count: 4, urgency: .interactive))
    }

    @Test func `calls outside the bot's limits need no time of the budget`() {
        var limits = LimitsHarness(rate: 47)
        limits.call("POST /webhooks/{webhook}/{token}", major: "7/abc", owner: .path)
        limits.call("GET /users/@me", major: "", owner: .bearer(9))
        #expect(limits.newlyAdmitted() == [1, 2])
        #expect(limits.asks == [])
    }

    @Test func `a time not used within 40 ms is dropped and another one asked for`() {
        var limits = LimitsHarness(rate: 47)
        limits.call("A", major: "1")
        limits.call("A", major: "1")
        limits.grant([0, 10], next: 31)
        #expect(limits.newlyAdmitted() == [1])
        // The second must wait for what the first tells, and that takes too long.
        limits.pass(.milliseconds(51))
        limits.answer(1, 200, .window(5, left: 4, resetAfter: .seconds(1)))
        #expect(limits.newlyAdmitted() == [])
        #expect(limits.asks.count == 2)
        #expect(limits.machine.counters.budgetDropped.count == 1)
        limits.grant([0], next: 21)
        #expect(limits.newlyAdmitted() == [2])
    }

    @Test func `a time belongs to whoever is first when it comes`() {
        var limits = LimitsHarness(rate: 47)
        limits.call(route, major: "1", urgency: .background)
        limits.grant([20], next: 41)
        let urgent = limits.call(route, major: "2")
        limits.pass(.milliseconds(20))
        #expect(limits.newlyAdmitted() == [urgent])
    }

    @Test func `a run asks only while the next time is close, and for a few`() {
        var limits = LimitsHarness(rate: 47)
        for guild in 1...100 { limits.call(route, major: "\(guild)", urgency: .background) }
        limits.grant([], next: 400)
        #expect(limits.asks.count == 1)
        limits.pass(.milliseconds(324))
        #expect(limits.asks.count == 1)
        limits.pass(.milliseconds(26))
        #expect(limits.asks.dropFirst() == [.init(count: 3, urgency: .background)])
    }

    @Test func `an interactive call asks though a run may not`() {
        var limits = LimitsHarness(rate: 47)
        limits.call(route, major: "1", urgency: .background)
        limits.grant([], next: 140)
        limits.call(route, major: "2")
        #expect(limits.asks.last == .init(count: 1, urgency: .interactive))
        #expect(limits.asks.count == 2)
    }

    @Test func `a pause of the cluster is kept`() {
        var limits = LimitsHarness(rate: 47)
        limits.call(route, major: "1", within: .seconds(15))
        limits.call(route, major: "2", within: .seconds(5))
        limits.grant([], next: 0, blockedFor: .seconds(8))
        #expect(limits.failures == [2: .waitedTooLong])
        #expect(limits.machine.blockedSeconds(now: limits.now) == 8)
        limits.pass(.milliseconds(7_999))
        #expect(limits.asks.count == 1)
        limits.pass(.milliseconds(1))
        #expect(limits.asks.count == 2)
        limits.grant([0], next: 21)
        #expect(limits.admitted == [1])
    }

    @Test
    func `without a budget's answer for two seconds calls fail, later ones with the next failure`()
    {
        var limits = LimitsHarness(rate: 47)
        limits.call(route, major: "1")
        limits.call("POST /webhooks/{webhook}/{token}", major: "7/abc", owner: .path)
        for _ in 1...10 {
            limits.failBudget()
            #expect(limits.failures == [:])
            limits.pass(.milliseconds(200))
        }
        limits.failBudget()
        #expect(limits.failures == [1: .unreachable("no database")])
        limits.call(route, major: "2")
        #expect(limits.failures.count == 1)
        limits.pass(.milliseconds(200))
        limits.failBudget()
        #expect(limits.failures[3] == .unreachable("no database"))
        limits.call(route, major: "3")
        limits.pass(.milliseconds(200))
        limits.grant([0], next: 21)
        #expect(limits.newlyAdmitted() == [2, 4])
    }

    @Test func `a single failure long ago is no reason`() {
        var limits = LimitsHarness(rate: 47)
        limits.call(route, major: "1", within: .seconds(100))
        limits.failBudget()
        limits.cancel(1)
        limits.pass(.seconds(60))
        limits.call(route, major: "2", within: .seconds(100))
        limits.failBudget()
        #expect(limits.failures == [1: .cancelled])
    }

    @Test func `what can't be sent in time for want of budget fails at once`() {
        var limits = LimitsHarness(rate: 10)
        for guild in 1...11 { limits.call(route, major: "\(guild)", within: .seconds(1)) }
        #expect(limits.failures == [:])
        limits.call(route, major: "12", within: .seconds(1))
        #expect(limits.failures == [12: .waitedTooLong])
        limits.call(route, major: "13", within: .seconds(2))
        #expect(limits.failures.count == 1)
    }
}
