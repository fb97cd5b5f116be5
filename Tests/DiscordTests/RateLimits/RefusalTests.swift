import Essentials
import EventLoop
import Testing

@testable import Discord

/// 429s of each scope, and what else Discord refuses with.
@Suite struct RefusalTests {
    private static let rename = "PATCH /channels/{channel} name"
    private static let delete = "DELETE /channels/{channel}"

    @Test func `a user's 429 makes its bucket wait, and the call keeps its place`() {
        var limits = LimitsHarness()
        limits.call()
        for _ in 1...2 { limits.call() }
        let elsewhere = limits.call(major: "2")
        let after = limits.answer(1, 429, .refused(.seconds(2)))
        #expect(after == .repeatNow)
        limits.again(1)
        #expect(limits.newlyAdmitted() == [1, elsewhere])
        limits.pass(.milliseconds(1_999))
        #expect(limits.newlyAdmitted() == [])
        limits.pass(.milliseconds(1))
        #expect(limits.newlyAdmitted() == [1])
        limits.answer(1, 200, .window(5, left: 4, resetAfter: .seconds(1)))
        #expect(limits.newlyAdmitted() == [2])
        #expect(limits.machine.counters.limitsMet["user"] == 1)
    }

    @Test func `after a 429 one call at a time goes until as many as the limit have succeeded`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 200, .window(5, left: 4, resetAfter: .milliseconds(10)))
        limits.call()
        limits.answer(2, 429, .refused(.seconds(1)))
        for _ in 1...8 { limits.call(within: .seconds(600)) }
        _ = limits.newlyAdmitted()
        limits.pass(.seconds(1))
        for number in 3...7 as ClosedRange<UInt64> {
            #expect(limits.newlyAdmitted() == [number])
            limits.answer(number, 200, .window(5, left: 4, resetAfter: .seconds(9)))
        }
        #expect(limits.newlyAdmitted() == [8, 9, 10])
    }

    @Test func `a 429 that says at once is not run against`() {
        var limits = LimitsHarness()
        var sent = 0
        limits.call()
        while limits.newlyAdmitted() == [1] {
            sent += 1
            limits.answer(1, 429, .refused(.zero))
            limits.again(1)
            for _ in 1...100 where limits.admitted.isEmpty { limits.pass(.milliseconds(100)) }
            if sent == 20 { break }
        }
        // 50 ms, 100, 200 … 5 s, 5 s …: twenty attempts take more than a minute.
        #expect(sent == 20)
        #expect(limits.now > Instant(nanoseconds: 1_000_000_000_000) + .seconds(60))
    }

    @Test func `a shared 429 makes the resource's bucket wait and isn't counted as invalid`() {
        var limits = LimitsHarness()
        limits.call()
        limits.call()
        limits.answer(1, 429, .refused(.seconds(3), .shared))
        limits.pass(.milliseconds(2_999))
        #expect(limits.newlyAdmitted() == [1])
        limits.pass(.milliseconds(1))
        #expect(limits.newlyAdmitted() == [2])
        let machine = limits.machine
        #expect(machine.counters.limitsMet["shared"] == 1)
        #expect(machine.invalid.count == 0)
    }

    @Test func `a global 429 halts the bot but no interaction, and the cluster is told`() {
        var limits = LimitsHarness()
        limits.call(major: "1")
        limits.answer(1, 429, .refused(.seconds(2), .global))
        #expect(limits.blocks == [.seconds(2)])
        limits.call(major: "2")
        limits.call("POST /webhooks/{webhook}/{token}", major: "7/abc", owner: .path)
        limits.call("GET /users/@me", major: "", owner: .bearer(9))
        #expect(limits.newlyAdmitted() == [1, 3, 4])
        limits.call(within: .seconds(1))
        #expect(limits.failures == [5: .waitedTooLong])
        limits.pass(.seconds(2))
        #expect(limits.newlyAdmitted() == [2])
    }

    @Test func `a global 429 of an OAuth token concerns that token alone`() {
        var limits = LimitsHarness()
        limits.call("GET /users/@me", major: "", owner: .bearer(9))
        limits.answer(1, 429, .refused(.seconds(2), .global))
        limits.call("GET /users/@me", major: "", owner: .bearer(9))
        limits.call("GET /users/@me", major: "", owner: .bearer(10))
        limits.call()
        #expect(limits.blocks == [])
        #expect(limits.newlyAdmitted() == [1, 3, 4])
    }

    @Test func `a 429 without Discord's headers halts everything of this address`() {
        var limits = LimitsHarness()
        limits.call()
        var headers = RateLimitHeaders()
        headers.note("Retry-After", "5")
        headers.note(body: Array("<html>You are being rate limited</html>".utf8))
        limits.answer(1, 429, headers)
        limits.call(major: "2")
        limits.call("POST /webhooks/{webhook}/{token}", major: "7/abc", owner: .path)
        limits.pass(.milliseconds(4_999))
        #expect(limits.newlyAdmitted() == [1])
        limits.pass(.milliseconds(1))
        #expect(Set(limits.newlyAdmitted()) == [2, 3])
        #expect(limits.notices == [.foreignLimit(.seconds(5))])
        #expect(limits.machine.counters.limitsMet["foreign"] == 1)
    }

    @Test func `a channel's renames met their limit; its deletion goes on`() {
        var limits = LimitsHarness()
        limits.call(Self.rename)
        limits.answer(1, 429, .refused(.seconds(550)))
        limits.call(Self.rename)
        limits.call(Self.rename, within: .seconds(600))
        limits.call(Self.delete)
        limits.call(Self.rename, major: "2")
        #expect(limits.failures == [2: .waitedTooLong])
        #expect(limits.newlyAdmitted() == [1, 4, 5])
        limits.pass(.seconds(550))
        #expect(limits.newlyAdmitted() == [3])
    }

    @Test func `so does a limit that the bucket's headers contradict`() {
        var limits = LimitsHarness()
        limits.call("PATCH /things/{}")
        var headers = RateLimitHeaders.window(5, left: 3, resetAfter: .seconds(1))
        headers.scope = .user
        headers.retryAfter = .seconds(300)
        limits.answer(1, 429, headers)
        limits.call("GET /things/{}")
        limits.answer(2, 200, .window(5, left: 2, resetAfter: .seconds(1)))
        limits.call("PATCH /things/{}")
        limits.call("GET /things/{}")
        #expect(limits.newlyAdmitted() == [1, 2, 4])
        #expect(limits.failures == [3: .waitedTooLong])
    }

    @Test func `after a 401 nothing of the bot is sent again`() {
        var limits = LimitsHarness()
        for _ in 1...2 { limits.call() }
        limits.answer(1, 401)
        limits.call(major: "2")
        limits.call("POST /webhooks/{webhook}/{token}", major: "7/abc", owner: .path)
        #expect(limits.failures == [2: .tokenRefused, 3: .tokenRefused])
        limits.pass(.seconds(100_000))
        limits.call()
        #expect(limits.failures[5] == .tokenRefused)
        #expect(limits.admitted == [1, 4])
        #expect(limits.notices == [.tokenRefused])
    }

    @Test
    func `a webhook or token that isn't there is not asked for again for a quarter of an hour`() {
        var limits = LimitsHarness()
        let route = "POST /webhooks/{webhook}/{token}"
        limits.call(route, major: "7/abc", owner: .path)
        limits.call(route, major: "7/abc", owner: .path)
        limits.answer(1, 404, code: 10_015)
        limits.call(route, major: "7/abc", owner: .path)
        limits.call(route, major: "7/other", owner: .path)
        let gone = DiscordError.refused(status: 404, code: 10_015, message: "so it is")
        #expect(limits.failures == [2: gone, 3: gone])
        #expect(limits.newlyAdmitted() == [1, 4])
        limits.pass(.seconds(900))
        limits.call(route, major: "7/abc", owner: .path)
        #expect(limits.newlyAdmitted() == [5])
    }

    @Test func `a 404 of the bot's call, or of a webhook's message, is forgotten`() {
        var limits = LimitsHarness()
        limits.call()
        limits.answer(1, 404)
        limits.call()
        limits.call("PATCH /webhooks/{webhook}/{token}/messages/{}", major: "7/abc", owner: .path)
        limits.answer(3, 404, code: 10_008)
        limits.call("PATCH /webhooks/{webhook}/{token}/messages/{}", major: "7/abc", owner: .path)
        #expect(limits.newlyAdmitted() == [1, 2, 3, 4])
    }

    @Test func `a 404 without Discord's code doesn't say that a webhook is gone`() {
        var limits = LimitsHarness()
        let route = "POST /webhooks/{webhook}/{token}"
        limits.call(route, major: "7/abc", owner: .path)
        limits.answer(1, 404)
        limits.call(route, major: "7/abc", owner: .path)
        #expect(limits.newlyAdmitted() == [1, 2])
    }

    @Test func `an OAuth token that was refused is not tried again, and the bot goes on`() {
        var limits = LimitsHarness()
        limits.call("GET /users/@me", major: "", owner: .bearer(9))
        limits.answer(1, 401)
        limits.call("GET /users/@me", major: "", owner: .bearer(9))
        limits.call("GET /users/@me", major: "", owner: .bearer(10))
        limits.call()
        #expect(limits.failures.keys.sorted() == [2])
        #expect(limits.newlyAdmitted() == [1, 3, 4])
    }

    @Test func `what is remembered of tokens that are gone is bounded`() {
        var limits = LimitsHarness()
        for token in 1...20_000 {
            let number = limits.call(
                "POST /webhooks/{webhook}/{token}", major: "7/\(token)", owner: .path)
            limits.answer(number, 404, code: 10_015)
        }
        #expect(limits.machine.gone.count <= 10_000)
        limits.call("POST /webhooks/{webhook}/{token}", major: "7/20000", owner: .path)
        #expect(limits.failures.count == 1)
    }
}
