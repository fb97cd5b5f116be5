import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// How the bot's budget is shared out over guilds.
@Suite struct FairQueueTests {
    private static let route = "GET /guilds/{guild}"

    /// Calls of a guild, each of another resource.
    private func call(
        _ count: Int, of guild: String, _ urgency: CallUrgency = .interactive,
        within limit: Duration = .seconds(15), on limits: inout LimitsHarness
    ) -> [UInt64] {
        (0..<count).map { index in
            limits.call(
                Self.route, major: "\(guild)-\(limits.calls)-\(index)", for: .guild(guild),
                urgency: urgency, within: limit)
        }
    }

    /// Gives out times for so many calls. - Returns: which went.
    private func grant(_ count: Int, _ limits: inout LimitsHarness) -> [UInt64] {
        limits.grant(Array(repeating: 0, count: count), next: 1)
        return limits.newlyAdmitted()
    }

    @Test func `a guild's single call waits for one call of a guild with four hundred`() {
        var limits = LimitsHarness(rate: 47)
        let flood = call(400, of: "1", on: &limits)
        #expect(grant(3, &limits) == Array(flood[0..<3]))
        let single = call(1, of: "2", on: &limits)
        #expect(grant(3, &limits) == [flood[3], single[0], flood[4]])
    }

    @Test func `guilds take turns, and within a guild the oldest goes first`() {
        var limits = LimitsHarness(rate: 47)
        let one = call(3, of: "1", on: &limits)
        let two = call(2, of: "2", on: &limits)
        let nobody = call(2, of: "none", on: &limits)
        #expect(
            grant(7, &limits) == [one[0], two[0], nobody[0], one[1], two[1], nobody[1], one[2]])
    }

    @Test func `background calls take turns too, behind every interactive one`() {
        var limits = LimitsHarness(rate: 47)
        let run = call(3, of: "1", .background, on: &limits)
        let other = call(1, of: "2", .background, on: &limits)
        let urgent = call(2, of: "1", on: &limits)
        #expect(grant(6, &limits) == urgent + [run[0], other[0], run[1], run[2]])
    }

    @Test func `a call that comes again after a 429 goes before its guild's later ones`() {
        var limits = LimitsHarness(rate: 47)
        let calls = call(3, of: "1", on: &limits)
        #expect(grant(1, &limits) == [calls[0]])
        limits.answer(calls[0], 429, .refused(.milliseconds(100), bucket: nil))
        limits.again(calls[0], Self.route, major: "1-0-0", for: .guild("1"))
        limits.pass(.milliseconds(100))
        #expect(grant(2, &limits) == [calls[0], calls[1]])
    }

    @Test func `calls that were given up leave their guild's turn to the next`() {
        var limits = LimitsHarness(rate: 47)
        let one = call(3, of: "1", on: &limits)
        let two = call(2, of: "2", on: &limits)
        limits.cancel(one[0])
        limits.cancel(two[0])
        #expect(grant(3, &limits) == [one[1], two[1], one[2]])
    }

    @Test func `guilds share a bucket without a resource too`() {
        var limits = LimitsHarness()
        let lookups = (0..<50).map { _ in
            limits.call("GET /users/{}", major: "", for: .guild("1"))
        }
        let other = limits.call("GET /users/{}", major: "", for: .guild("2"))
        #expect(limits.newlyAdmitted() == [lookups[0]])
        limits.answer(lookups[0], 200, .window(30, left: 3, resetAfter: .seconds(5)))
        #expect(limits.newlyAdmitted() == [lookups[1], other, lookups[2]])
    }

    // MARK: Refusing early

    @Test func `a call is refused early only where its own turn can't come in time`() {
        var limits = LimitsHarness(rate: 10)
        let flood = call(11, of: "1", within: .seconds(1), on: &limits)
        let surplus = call(1, of: "1", within: .seconds(1), on: &limits)
        #expect(limits.failures == [surplus[0]: .waitedTooLong])
        let other = call(5, of: "2", within: .seconds(1), on: &limits)
        #expect(limits.failures.count == 1)
        #expect(grant(10, &limits).filter { other.contains($0) }.count == 5)
        #expect(flood.count == 11)
    }

    @Test func `background calls are refused where interactive ones use up their time`() {
        var limits = LimitsHarness(rate: 10)
        _ = call(11, of: "1", within: .seconds(60), on: &limits)
        let late = call(1, of: "2", .background, within: .seconds(1), on: &limits)
        #expect(limits.failures == [late[0]: .waitedTooLong])
        _ = call(1, of: "2", within: .seconds(1), on: &limits)
        #expect(limits.failures.count == 1)
    }

    @Test func `in a bucket that guilds share a guild's surplus fails, the other's call waits`() {
        var limits = LimitsHarness()
        let first = limits.call("GET /users/{}", major: "", for: .guild("1"))
        limits.answer(first, 200, .window(5, left: 0, resetAfter: .seconds(5)))
        // Five a window of five seconds: within 9 seconds two windows begin.
        let flood = (0..<20).map { _ in
            limits.call("GET /users/{}", major: "", for: .guild("1"), within: .seconds(9))
        }
        #expect(limits.failures.keys.sorted() == Array(flood[5...]))
        let other = limits.call("GET /users/{}", major: "", for: .guild("2"), within: .seconds(9))
        #expect(limits.failures[other] == nil)
        limits.pass(.seconds(5))
        #expect(limits.newlyAdmitted().contains(other))
    }

    @Test func `so many calls of one guild may wait, of another as many again`() {
        var limits = LimitsHarness(rate: 47, mostWaiting: 100)
        _ = call(100, of: "1", within: .seconds(600), on: &limits)
        let next = call(1, of: "1", within: .seconds(600), on: &limits)
        #expect(limits.failures == [next[0]: .tooManyWaiting])
        _ = call(100, of: "2", within: .seconds(600), on: &limits)
        #expect(limits.failures.count == 1)
        let machine = limits.machine
        #expect(machine.waiting.count == 200)
        #expect(machine.waitingOf.count == 2)
        #expect(machine.counters.crowded.count == 1)
        _ = grant(2, &limits)
        _ = call(1, of: "1", within: .seconds(600), on: &limits)
        #expect(limits.failures.count == 1)
    }

    @Test func `a call that was let in keeps its place after a 429, however many wait`() {
        var limits = LimitsHarness(rate: 47, mostWaiting: 3)
        let calls = call(3, of: "1", on: &limits)
        #expect(grant(1, &limits) == [calls[0]])
        _ = call(1, of: "1", on: &limits)
        limits.answer(calls[0], 429, .refused(.milliseconds(100), bucket: nil))
        limits.again(calls[0], Self.route, major: "1-0-0", for: .guild("1"))
        #expect(limits.failures == [:])
    }

    // MARK: Random schedules

    /// Queues by party and a ring of those that have calls, spelled out.
    private struct Model {
        var queues: [CallUrgency: [String: [UInt64]]] = [.interactive: [:], .background: [:]]
        var rings: [CallUrgency: [String]] = [.interactive: [], .background: []]

        var isEmpty: Bool { rings.values.allSatisfy(\.isEmpty) }

        mutating func add(_ number: UInt64, _ guild: String, _ urgency: CallUrgency) {
            if queues[urgency]?[guild, default: []].isEmpty != false {
                rings[urgency]?.append(guild)
            }
            queues[urgency]?[guild, default: []].append(number)
        }

        mutating func remove(_ number: UInt64) {
            for urgency in CallUrgency.allCases {
                for guild in rings[urgency, default: []] {
                    queues[urgency]?[guild]?.removeAll { $0 == number }
                    if queues[urgency]?[guild]?.isEmpty == true {
                        rings[urgency]?.removeAll { $0 == guild }
                    }
                }
            }
        }

        mutating func take() -> UInt64? {
            for urgency in CallUrgency.allCases {
                guard let guild = rings[urgency]?.first, let next = queues[urgency]?[guild]?.first
                else { continue }
                rings[urgency]?.removeFirst()
                queues[urgency]?[guild]?.removeFirst()
                if queues[urgency]?[guild]?.isEmpty == false { rings[urgency]?.append(guild) }
                return next
            }
            return nil
        }

        /// How many go before a guild's next call, if no more come.
        func ahead(of guild: String, _ urgency: CallUrgency) -> Int {
            var copy = self
            copy.add(.max, guild, urgency)
            var count = 0
            while let next = copy.take(), next != .max { count += 1 }
            return count
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `in every random schedule calls go in rounds of one call of each guild`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var limits = LimitsHarness(rate: 47)
        var model = Model()
        var waiting: [UInt64] = []
        for _ in 1...600 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let guild = "\(Int.random(in: 1...Int(1 + seed % 9), using: &random))"
                let urgency: CallUrgency = Bool.random(using: &random) ? .interactive : .background
                let number = call(1, of: guild, urgency, within: .seconds(9_000), on: &limits)[0]
                model.add(number, guild, urgency)
                waiting.append(number)
            case 5:
                guard let number = waiting.randomElement(using: &random) else { continue }
                limits.cancel(number)
                model.remove(number)
                waiting.removeAll { $0 == number }
            default:
                guard let expected = model.take() else { continue }
                #expect(grant(1, &limits) == [expected])
                waiting.removeAll { $0 == expected }
            }
        }
        #expect(limits.machine.waiting.count == waiting.count)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `in every random schedule no call is refused early whose turn would come in time`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        let rate = 10
        var limits = LimitsHarness(rate: rate)
        var model = Model()
        var refused = 0
        for _ in 1...800 {
            guard Int.random(in: 0..<10, using: &random) < 8 else {
                if let expected = model.take() { #expect(grant(1, &limits) == [expected]) }
                continue
            }
            let guild = "\(Int.random(in: 1...6, using: &random))"
            let urgency: CallUrgency = Bool.random(using: &random) ? .interactive : .background
            // Nothing expires meanwhile: the clock stands still.
            let seconds = Int.random(in: 1...60, using: &random)
            let ahead = model.ahead(of: guild, urgency)
            let number = call(1, of: guild, urgency, within: .seconds(seconds), on: &limits)[0]
            if limits.failures[number] != nil {
                refused += 1
                #expect(ahead > seconds * rate)
            } else {
                // It may turn out in its round, of one call of each guild and urgency, that it can't.
                #expect(ahead <= seconds * rate + 12)
                model.add(number, guild, urgency)
            }
        }
        #expect(refused > 10)
    }
}
