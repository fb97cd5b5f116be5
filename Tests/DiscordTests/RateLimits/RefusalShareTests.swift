import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// Whose refused calls stop whom.
@Suite struct RefusalShareTests {
    private static let post = "POST /channels/{channel}/messages"

    /// Makes calls of one party that Discord all refuses. - Returns: how many were sent.
    private func refuse(
        _ count: Int, _ route: String = post, for party: CallParty,
        owner: LaneKey.Owner = .bot, _ limits: inout LimitsHarness
    ) -> Int {
        var sent = 0
        for _ in 0..<count {
            let number = limits.call(route, owner: owner, for: party)
            guard limits.newlyAdmitted() == [number] else { continue }
            sent += 1
            limits.answer(number, 403)
        }
        return sent
    }

    /// Makes a call that Discord answers. - Returns: what it failed with, if it did.
    private func succeed(
        _ route: String = post, for party: CallParty, owner: LaneKey.Owner = .bot,
        _ limits: inout LimitsHarness
    ) -> DiscordError? {
        let number = limits.call(route, owner: owner, for: party)
        if limits.newlyAdmitted() == [number] { limits.answer(number) }
        return limits.failures[number]
    }

    @Test func `a guild whose 8,002 posts are all refused sends a tenth of the bound at most`() {
        var limits = LimitsHarness(invalidBound: 8_000)
        let sent = refuse(8_002, for: .guild("1"), &limits)
        #expect(sent > 300)
        #expect(sent <= 800)
        #expect(succeed(for: .guild("1"), &limits) == .guarded(.routeInGuild))
        // The same route in other guilds goes on, and so do the guild's other routes.
        for guild in 2...500 { #expect(succeed(for: .guild("\(guild)"), &limits) == nil) }
        #expect(succeed("GET /guilds/{guild}", for: .guild("1"), &limits) == nil)
    }

    @Test
    func `a guild with refusals on all routes stops after a tenth, and goes on after ten minutes`()
    {
        var limits = LimitsHarness(invalidBound: 8_000)
        var sent = 0
        for route in 1...40 {
            sent += refuse(100, "GET /route\(route)", for: .guild("1"), &limits)
        }
        #expect(sent == 800)
        #expect(succeed("GET /new", for: .guild("1"), &limits) == .guarded(.guild))
        #expect(succeed("GET /new", for: .guild("2"), &limits) == nil)
        limits.pass(.seconds(590))
        #expect(succeed("GET /new", for: .guild("1"), &limits) == .guarded(.guild))
        limits.pass(.seconds(30))
        #expect(succeed("GET /new", for: .guild("1"), &limits) == nil)
        #expect(limits.machine.invalid.keyCount == 0)
    }

    @Test func `a route that many guilds may not use stops after a tenth, the others go on`() {
        var limits = LimitsHarness(invalidBound: 8_000)
        var sent = 0
        for guild in 1...10_000 {
            sent += refuse(1, "GET /guilds/{guild}/vanity-url", for: .guild("\(guild)"), &limits)
        }
        #expect(sent == 800)
        #expect(
            succeed("GET /guilds/{guild}/vanity-url", for: .guild("10001"), &limits)
                == .guarded(.route))
        #expect(succeed("GET /guilds/{guild}/invites", for: .guild("1"), &limits) == nil)
        #expect(succeed("GET /guilds/{guild}/invites", for: .guild("10001"), &limits) == nil)
    }

    @Test func `a stopped route goes on in guilds where Discord has accepted its calls`() {
        var limits = LimitsHarness(invalidBound: 1_000)
        for guild in 1...50 { #expect(succeed(for: .guild("\(guild)"), &limits) == nil) }
        for guild in 51...300 { _ = refuse(1, for: .guild("\(guild)"), &limits) }
        #expect(succeed(for: .guild("301"), &limits) == .guarded(.route))
        for guild in 1...50 { #expect(succeed(for: .guild("\(guild)"), &limits) == nil) }
        // Once it's refused there too, the guild is as the others.
        #expect(refuse(5, for: .guild("1"), &limits) == 1)
        #expect(limits.machine.invalid.count == 101)
    }

    @Test func `what was accepted is remembered for so many, the latest ones`() {
        var accepted = AcceptedCalls(capacity: 100)
        for token in 1...1_000 as ClosedRange<UInt64> {
            accepted.insert(.token(1))
            accepted.insert(.token(token))
            #expect(accepted.count <= 100)
        }
        #expect(accepted.contains(.token(1)))
        #expect(accepted.contains(.token(960)))
        #expect(!accepted.contains(.token(800)))
        accepted.remove(.token(1))
        #expect(!accepted.contains(.token(1)))
    }

    @Test func `ten guilds that do their worst leave room for all others, on every route`() {
        var limits = LimitsHarness(invalidBound: 8_000)
        for _ in 1...1_000 {
            for guild in 1...10 {
                for route in ["A", "B", "C"] {
                    _ = refuse(1, route, for: .guild("\(guild)"), &limits)
                }
            }
        }
        #expect(limits.machine.invalid.count < 4_500)
        for guild in 11...300 {
            for route in ["A", "B", "C"] {
                #expect(succeed(route, for: .guild("\(guild)"), &limits) == nil)
            }
        }
        // A few refusals of their own don't stop them either.
        for guild in 11...30 { #expect(refuse(10, for: .guild("\(guild)"), &limits) == 10) }
    }

    @Test func `an API key and a user stop after a tenth, their guild's fleet only with its guild`()
    {
        var limits = LimitsHarness(invalidBound: 1_000)
        let user = CallParty.Caller.user(77)
        var sent = 0
        for guild in 1...1_000 {
            let party = CallParty(guild: Snowflake(rawValue: Int64(guild)), caller: user)
            sent += refuse(1, "GET /route\(guild)", for: party, &limits)
        }
        #expect(sent == 100)
        let elsewhere = CallParty(guild: 5_000, caller: user)
        #expect(succeed(for: elsewhere, &limits) == .guarded(.caller))
        #expect(succeed(for: .guild("5000"), &limits) == nil)
        let key = CallParty(guild: 5_000, caller: .apiKey("k"))
        #expect(succeed(for: key, &limits) == nil)
    }

    @Test func `a service token isn't held to a share: refusals in a thousand guilds are theirs`() {
        var limits = LimitsHarness(invalidBound: 1_000)
        for guild in 1...300 {
            let route = "GET /route\(guild % 20)"
            #expect(refuse(1, route, for: .guild("\(guild)"), &limits) == 1)
        }
    }

    @Test func `calls that wait when their guild's share is used up fail at once, others stay`() {
        var limits = LimitsHarness(invalidBound: 100)
        let first = limits.call(for: .guild("1"))
        let same = limits.call(for: .guild("1"))
        let other = limits.call(for: .guild("2"))
        #expect(limits.newlyAdmitted() == [first])
        for route in 1...9 { _ = refuse(1, "GET /\(route)", for: .guild("1"), &limits) }
        #expect(limits.failures == [:])
        limits.answer(first, 403)
        #expect(limits.failures == [same: .guarded(.guild)])
        #expect(limits.newlyAdmitted() == [other])
        #expect(limits.notices == [.shareUsedUp(.guild(1))])
    }

    @Test func `a global 429 and a proxy's are nobody's`() {
        var limits = LimitsHarness(invalidBound: 100)
        for _ in 1...30 {
            let number = limits.call(for: .guild("1"), within: .seconds(600))
            limits.pass(.seconds(1))
            var headers = RateLimitHeaders()
            headers.retryAfter = .milliseconds(10)
            limits.answer(
                number, 429, number % 2 == 0 ? headers : .refused(.milliseconds(10), .global))
            limits.pass(.seconds(1))
        }
        #expect(limits.machine.invalid.count == 30)
        #expect(succeed(for: .guild("1"), &limits) == nil)
    }

    @Test func `made-up OAuth tokens stop after a quarter, those that Discord accepted go on`() {
        var limits = LimitsHarness(invalidBound: 1_000)
        #expect(succeed("GET /users/@me", for: .nobody, owner: .bearer(1), &limits) == nil)
        var sent = 0
        for token in 2...3_743 as ClosedRange<UInt64> {
            sent += refuse(
                1, "GET /users/@me", for: .nobody, owner: .bearer(token), &limits)
        }
        #expect(sent == 250)
        #expect(
            succeed("GET /users/@me", for: .nobody, owner: .bearer(9_999), &limits)
                == .guarded(.unknownTokens))
        #expect(succeed("GET /users/@me/guilds", for: .nobody, owner: .bearer(1), &limits) == nil)
        #expect(succeed(for: .guild("1"), &limits) == nil)
    }

    @Test func `it is told once in ten minutes that a share is used up`() {
        var limits = LimitsHarness(invalidBound: 100)
        for _ in 1...100 {
            _ = refuse(2, "A", for: .guild("1"), &limits)
            _ = refuse(2, "B", for: .guild("1"), &limits)
            _ = refuse(2, "C", for: .guild("1"), &limits)
            limits.pass(.seconds(5))
        }
        let notices = limits.notices.count { $0 == .shareUsedUp(.guild(1)) }
        #expect(notices == 1)
    }

    @Test func `what isn't sent is counted by whose share it was`() {
        var limits = LimitsHarness(invalidBound: 100)
        _ = refuse(20, for: .guild("1"), &limits)
        let machine = limits.machine
        #expect(machine.counters.guarded[RefusalShare.routeInGuild] == 15)
        #expect(machine.counters.refused.count == 15)
    }

    /// Refusals one by one: what the counts must come to.
    private struct Model {
        let bound: Int
        var refusals: [(slice: Int64, keys: [RefusalKey])] = []
        var counts: [RefusalKey: Int] = [:]

        mutating func note(_ keys: [RefusalKey], _ slice: Int64) {
            pass(slice)
            var counted = keys
            if case .route? = keys.last, let own = keys.dropLast().last,
                count(own) >= max(1, bound / 1_000)
            {
                counted.removeLast()
            }
            refusals.append((slice, counted))
            for key in counted { counts[key, default: 0] += 1 }
        }

        mutating func pass(_ slice: Int64) {
            let gone = refusals.prefix { $0.slice < slice - 60 }
            for key in gone.flatMap(\.keys) { counts[key, default: 0] -= 1 }
            refusals.removeFirst(gone.count)
        }

        func count(_ key: RefusalKey) -> Int { counts[key, default: 0] }

        func isUsedUp(_ key: RefusalKey) -> Bool {
            let own = count(key)
            return own > 0 && own * key.weight >= bound - refusals.count
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `in every random schedule the counts are those of the last ten minutes`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bound = Int.random(in: 50...3_000, using: &random)
        var invalid = InvalidRequestGuard(bound: bound)
        var model = Model(bound: bound)
        var now = Instant(nanoseconds: 1_000_000_000_000)
        for _ in 1...1_500 {
            now = now + .milliseconds(Int.random(in: 0...1_500, using: &random))
            if Int.random(in: 0..<300, using: &random) == 0 { now = now + .seconds(400) }
            let slice = now.nanoseconds / 10_000_000_000
            let guild = Snowflake(rawValue: Int64.random(in: 1...6, using: &random))
            let lane = LaneKey(route: "R\(Int.random(in: 1...3, using: &random))")
            let keys = RefusalKey.keys(of: lane, for: CallParty(guild: guild, caller: nil))
            model.pass(slice)
            for key in keys {
                #expect(invalid.isUsedUp(key, now: now) == model.isUsedUp(key))
            }
            _ = invalid.note(keys, now: now)
            model.note(keys, slice)
            #expect(invalid.count == model.refusals.count)
        }
    }
}
