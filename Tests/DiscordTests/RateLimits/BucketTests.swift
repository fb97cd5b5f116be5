import EventLoop
import Testing

@testable import Discord

@Suite struct BucketTests {
    private let second = Duration.seconds(1)

    @Test func `while nothing is known of a route one call of a resource finds out`() {
        var limits = LimitsHarness()
        for _ in 1...3 { limits.call() }
        #expect(limits.newlyAdmitted() == [1])
        limits.answer(1, 200, .window(5, left: 4, resetAfter: second))
        #expect(limits.newlyAdmitted() == [2, 3])
    }

    @Test func `resources don't wait for one another while nothing is known`() {
        var limits = LimitsHarness()
        for guild in 1...2000 { limits.call("GET /guilds/{guild}", major: "\(guild)") }
        #expect(limits.newlyAdmitted().count == 2000)
    }

    @Test func `what one resource's answer tells counts for others of the route`() {
        var limits = LimitsHarness()
        limits.call("GET /guilds/{guild}", major: "1")
        limits.answer(1, 200, .window(5, left: 4, resetAfter: second))
        for _ in 1...7 { limits.call("GET /guilds/{guild}", major: "2") }
        #expect(limits.newlyAdmitted() == [1, 2, 3, 4, 5, 6])
    }

    @Test func `routes that Discord puts into one bucket share its limit`() {
        var limits = LimitsHarness()
        let add = limits.call("PUT /reaction")
        limits.answer(add, 204, .window(2, left: 1, resetAfter: second))
        let remove = limits.call("DELETE /reaction")
        limits.answer(remove, 204, .window(2, left: 0, resetAfter: second))
        let others = [limits.call("PUT /reaction"), limits.call("DELETE /reaction")]
        #expect(limits.newlyAdmitted() == [add, remove])
        limits.pass(.milliseconds(999))
        #expect(limits.newlyAdmitted() == [])
        limits.pass(.milliseconds(1))
        #expect(limits.newlyAdmitted() == others)
    }

    @Test func `the same bucket of another resource is another bucket`() {
        var limits = LimitsHarness()
        limits.call("PUT /reaction", major: "1")
        limits.answer(1, 204, .window(1, left: 0, resetAfter: second))
        limits.call("PUT /reaction", major: "2")
        #expect(limits.admitted == [1, 2])
    }

    @Test func `calls in flight count as not yet counted by Discord`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 200, .window(5, left: 4, resetAfter: second))
        for _ in 1...4 { limits.call() }
        // This answer is the third's, as Discord saw it; the others may or may not be in it.
        limits.answer(3, 200, .window(5, left: 2, resetAfter: second))
        limits.call()
        #expect(limits.newlyAdmitted() == [1, 2, 3, 4, 5])
        limits.answer(2, 200, .window(5, left: 3, resetAfter: second))
        limits.answer(4, 200, .window(5, left: 1, resetAfter: second))
        #expect(limits.newlyAdmitted() == [])
        limits.answer(5, 200, .window(5, left: 0, resetAfter: second))
        #expect(limits.newlyAdmitted() == [])
        limits.pass(second)
        #expect(limits.newlyAdmitted() == [6])
    }

    @Test func `a late answer of an earlier window leaves the present one alone`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 200, .window(3, left: 2, resetAfter: .milliseconds(100)))
        limits.call()
        limits.call()
        limits.pass(.milliseconds(100))
        limits.answer(3, 200, .window(3, left: 2, resetAfter: .seconds(9)))
        _ = limits.newlyAdmitted()
        limits.call()
        limits.pass(.milliseconds(50))
        limits.answer(2, 200, .window(3, left: 0, resetAfter: .milliseconds(1)))
        limits.call()
        #expect(limits.newlyAdmitted() == [4, 5])
    }

    @Test func `a call without an answer may have been counted`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 200, .window(3, left: 1, resetAfter: second))
        limits.call()
        limits.settle(2, .unanswered)
        limits.call()
        #expect(limits.newlyAdmitted() == [1, 2])
        limits.pass(second)
        #expect(limits.newlyAdmitted() == [3])
    }

    @Test func `where Discord names no limit a few calls go at once`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 200)
        for _ in 1...20 { limits.call() }
        #expect(limits.newlyAdmitted().count == 9)
    }

    @Test func `an error of the server teaches nothing of limits`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 502)
        limits.call()
        limits.call()
        #expect(limits.newlyAdmitted() == [1, 2])
    }

    @Test func `calls of one bucket go in the order in which they came, interactive ones first`() {
        var limits = LimitsHarness()
        limits.call()
        let late = limits.call(urgency: .background)
        let later = limits.call(urgency: .background)
        let first = limits.call()
        let second = limits.call()
        limits.answer(1, 200, .window(1, left: 0, resetAfter: .milliseconds(250)))
        _ = limits.newlyAdmitted()
        var order: [UInt64] = []
        for _ in 1...4 {
            limits.pass(.milliseconds(250))
            for number in limits.newlyAdmitted() {
                order.append(number)
                limits.answer(
                    number, 200, .window(1, left: 0, resetAfter: .milliseconds(250)))
            }
        }
        #expect(order == [first, second, late, later])
    }

    @Test func `a call that can't come in time fails as soon as that is clear`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 200, .window(2, left: 0, resetAfter: .seconds(4)))
        limits.call(within: .milliseconds(3_999))
        #expect(limits.failures == [2: .waitedTooLong])
        // Two in 4 s, two in 8 s; the next two not before 12 s.
        for _ in 1...5 { limits.call(within: .seconds(11)) }
        #expect(limits.failures == [2: .waitedTooLong, 7: .waitedTooLong])
    }

    @Test func `a call waits until its limit and no longer`() {
        var limits = LimitsHarness()
        limits.call(within: .seconds(60))
        let waiting = limits.call(within: .seconds(15))
        limits.pass(.milliseconds(14_999))
        #expect(limits.failures == [:])
        limits.pass(.milliseconds(1))
        #expect(limits.failures == [waiting: .waitedTooLong])
        limits.answer(1)
        #expect(limits.admitted == [1])
    }

    @Test func `one who gives up leaves his place`() {
        var limits = LimitsHarness()
        for _ in 1...3 { limits.call() }
        limits.cancel(2)
        #expect(limits.failures == [2: .cancelled])
        limits.answer(1, 200, .window(1, left: 0, resetAfter: second))
        limits.pass(second)
        #expect(limits.admitted == [1, 3])
    }

    @Test func `what is idle is forgotten, what is blocked is not`() {
        var limits = LimitsHarness()
        for guild in 1...100 {
            let number = limits.call("GET /guilds/{guild}", major: "\(guild)")
            limits.answer(number, 200, .window(5, left: 4, resetAfter: second))
        }
        let blocked = limits.call("GET /guilds/{guild}", major: "x", within: .seconds(900))
        limits.answer(blocked, 429, .refused(.seconds(600)))
        #expect(limits.machine.buckets.count == 101)
        limits.pass(.seconds(120))
        #expect(limits.machine.buckets.count == 1)
        #expect(limits.machine.lanes.count == 1)
        limits.pass(.seconds(1000))
        #expect(limits.machine.lanes.isEmpty)
        #expect(limits.machine.wake(now: limits.now) == nil)
    }

    @Test func `a permit that nobody settles doesn't block its bucket for ever`() {
        var limits = LimitsHarness()
        limits.call()
        limits.call(within: .seconds(600))
        limits.pass(.seconds(120))
        #expect(limits.admitted == [1, 2])
    }
}
