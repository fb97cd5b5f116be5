import Essentials
import Testing

@testable import InviteTracker

/// Who took which invite, decided without a database or Discord.
@Suite struct AttributionMachineTests {
    @Test func `one step and one join are a pair`() {
        let result = attribute([invite("a", uses: 3)], [invite("a", uses: 4)], joins: 1)
        #expect(result.findings == [found(1, .invite, "a")])
        #expect(result.steps == [])
    }

    @Test func `a join that moved nothing took no invite`() {
        let result = attribute([invite("a", uses: 3)], [invite("a", uses: 3)], joins: 1)
        #expect(result.findings == [found(1, .unknown)])
    }

    @Test func `several joins by one invite are all its`() {
        let result = attribute([invite("a", uses: 0)], [invite("a", uses: 3)], joins: 3)
        #expect(result.findings == (1...3).map { found(Int64($0), .invite, "a") })
    }

    @Test func `steps without a join are kept for those that come later`() {
        let first = attribute([invite("a", uses: 0)], [invite("a", uses: 3)], joins: 1)
        #expect(first.findings == [found(1, .invite, "a")])
        #expect(first.steps.map(\.count) == [2])
        let second = attribute(
            [invite("a", uses: 3)], [invite("a", uses: 3)], joins: 2, steps: first.steps)
        #expect(second.findings == (1...2).map { found(Int64($0), .invite, "a") })
        #expect(second.steps == [])
    }

    @Test
    func `as many joins as steps of several invites share them, and are told to be ambiguous`() {
        let result = attribute(
            [invite("a", uses: 0), invite("b", uses: 0)],
            [invite("a", uses: 2), invite("b", uses: 1)], joins: 3)
        #expect(result.findings.map(\.kind) == [.ambiguous, .ambiguous, .ambiguous])
        #expect(result.findings.compactMap(\.code).sorted() == ["a", "a", "b"])
        #expect(result.findings.allSatisfy { !$0.isOpen })
    }

    @Test func `a join is given nothing while two invites moved and one join is known`() {
        let result = attribute(
            [invite("a", uses: 0), invite("b", uses: 0)],
            [invite("a", uses: 1), invite("b", uses: 1)], joins: 1)
        #expect(result.findings == [AttributedJoin(kind: .ambiguous, isOpen: true).given(to: 1)])
        #expect(result.steps.map(\.code) == ["a", "b"])
    }

    @Test func `open joins are settled once all are there`() {
        let known = [invite("a", uses: 1), invite("b", uses: 1)]
        let steps = [step("a"), step("b")]
        let joins = [OpenJoin(id: 1, isWaiting: false), OpenJoin(id: 2, isWaiting: true)]
        let result = attribute(known, known, joins, steps)
        #expect(result.findings.compactMap(\.code).sorted() == ["a", "b"])
        #expect(result.findings.allSatisfy { $0.kind == .ambiguous && !$0.isOpen })
        #expect(result.steps == [])
    }

    @Test func `an invite that vanished with one use left was used up`() {
        let result = attribute([invite("a", uses: 0, maximum: 1)], [], joins: 1)
        #expect(result.findings == [found(1, .usedUp, "a")])
        #expect(result.gone == ["a"])
        #expect(result.spent == ["a"])
    }

    @Test func `an invite without limit that vanished explains nothing`() {
        let result = attribute([invite("a", uses: 5)], [], joins: 1)
        #expect(result.findings == [found(1, .unknown)])
        #expect(result.gone == ["a"])
    }

    @Test func `of two invites that vanished for one join neither is guessed`() {
        let result = attribute(
            [invite("a", uses: 0, maximum: 1), invite("b", uses: 0, maximum: 1)], [], joins: 1)
        #expect(result.findings == [AttributedJoin(kind: .ambiguous, isOpen: true).given(to: 1)])
        #expect(result.spent == [])
    }

    @Test func `two joins used up the two invites that vanished`() {
        let result = attribute(
            [invite("a", uses: 0, maximum: 1), invite("b", uses: 0, maximum: 1)], [], joins: 2)
        #expect(result.findings.compactMap(\.code).sorted() == ["a", "b"])
        #expect(result.spent == ["a", "b"])
    }

    @Test func `whoever joined after an invite was gone didn't use it up, whoever is told first`() {
        var gone = invite("a", uses: 0, maximum: 1)
        gone.goneAt = now - .seconds(30)
        let late = OpenJoin(id: 1, isWaiting: true, joinedAt: now - .seconds(29))
        let early = OpenJoin(id: 2, isWaiting: true, joinedAt: now - .seconds(31))
        let result = attribute([gone], [], [late, early], [])
        #expect(result.findings == [found(1, .unknown), found(2, .usedUp, "a")])
        #expect(result.spent == ["a"])
    }

    @Test func `a deleted invite is remembered for an hour and no longer`() {
        for (minutes, kind) in [(59, UseKind.usedUp), (61, .unknown)] {
            var gone = invite("a", uses: 0, maximum: 1)
            gone.goneAt = now - .seconds(minutes * 60)
            let result = attribute([gone], [], joins: 1)
            #expect(result.findings.map(\.kind) == [kind])
        }
    }

    @Test func `an invite that expired long before the join didn't bring it`() {
        for (seconds, kind) in [(30, UseKind.usedUp), (90, .unknown)] {
            var expired = invite("a", uses: 0, maximum: 1)
            expired.expiresAt = now - .seconds(seconds)
            let result = attribute([expired], [], joins: 1)
            #expect(result.findings.map(\.kind) == [kind])
        }
    }

    @Test func `an invite made while nobody looked counts from nought`() {
        let result = attribute([], [invite("new", uses: 1)], joins: 1)
        #expect(result.findings == [found(1, .invite, "new")])
    }

    @Test func `the first reading only learns`() {
        let known = KnownState(
            readAt: nil, begunAt: now, vanity: KnownVanity(), invites: [], steps: [],
            joins: [OpenJoin(id: 1, isWaiting: true)])
        let reading = InviteSnapshot(
            invites: [invite("a", uses: 9)], vanity: .init(code: "club", uses: 70))
        let result = AttributionMachine.attribution(known, reading)
        #expect(result.findings == [found(1, .unknown)])
        #expect(result.steps == [])
        #expect(result.vanity == KnownVanity(code: "club", uses: 70))
    }

    @Test func `an owner that was emptied stays so`() {
        var known = invite("a", uses: 0)
        known.owner = nil
        let result = attribute([known], [invite("a", uses: 1)], joins: 1)
        #expect(result.findings.map(\.inviter) == [nil])
        #expect(result.invites.map(\.owner) == [nil])
    }

    @Test func `steps that nobody came for are forgotten after five minutes`() {
        let old = step("a", seenAt: now - .seconds(301))
        let result = attribute(
            [invite("a", uses: 1)], [invite("a", uses: 1)], joins: 1, steps: [old])
        #expect(result.findings == [found(1, .unknown)])
        #expect(result.steps == [])
    }

    @Test func `a guild where nobody joined keeps what moved`() {
        let result = attribute([invite("a", uses: 0)], [invite("a", uses: 2)], joins: 0)
        #expect(result.findings == [])
        #expect(result.steps.map(\.count) == [2])
    }
}

/// The vanity URL.
@Suite struct VanityTests {
    @Test func `a use of the vanity URL is a join without an inviter`() {
        let result = vanity(KnownVanity(code: "club", uses: 4), .init(code: "club", uses: 5))
        #expect(result.findings == [AttributedJoin(step("club", kind: .vanity)).given(to: 1)])
    }

    @Test func `one empty answer changes nothing, and the next use is found`() {
        let first = vanity(KnownVanity(code: "club", uses: 4), .init(code: nil, uses: 0))
        #expect(first.vanity == KnownVanity(code: "club", uses: 4, misses: 1))
        let second = vanity(first.vanity, .init(code: "club", uses: 5))
        #expect(second.findings.map(\.kind) == [.vanity])
        #expect(second.vanity == KnownVanity(code: "club", uses: 5))
    }

    @Test func `two empty answers in a row end it`() {
        let result = vanity(
            KnownVanity(code: "club", uses: 4, misses: 1), .init(code: nil, uses: 0))
        #expect(result.vanity == KnownVanity())
    }

    @Test func `another code starts from its own count`() {
        let result = vanity(KnownVanity(code: "club", uses: 4), .init(code: "den", uses: 80))
        #expect(result.findings.map(\.kind) == [.unknown])
        #expect(result.vanity == KnownVanity(code: "den", uses: 80))
    }

    @Test func `what the bot may not ask is left as it was`() {
        let result = vanity(KnownVanity(code: "club", uses: 4), nil)
        #expect(result.vanity == KnownVanity(code: "club", uses: 4))
    }

    private func vanity(
        _ known: KnownVanity, _ answer: InviteSnapshot.VanityAnswer?
    ) -> Attribution {
        AttributionMachine.attribution(
            KnownState(
                readAt: now - .seconds(60), begunAt: now, vanity: known, invites: [], steps: [],
                joins: [OpenJoin(id: 1, isWaiting: true)]),
            InviteSnapshot(invites: [], vanity: answer))
    }
}

/// Raids in a random order of joins, reports and readings.
@Suite struct RaidTests {
    @Test(arguments: 1...200)
    func `however joins and readings interleave, each invite's total is exact`(seed: UInt64) {
        var random = Generator(state: seed)
        var raid = Raid(invites: 5)
        for _ in 0..<20 { raid.join(by: Int.random(in: 0..<5, using: &random)) }
        while !raid.isOver {
            if Bool.random(using: &random) { raid.report() }
            if Bool.random(using: &random) { raid.read() }
        }
        raid.read()
        #expect(raid.attributed == raid.uses)
    }

    /// Discord's and our side of a raid.
    private struct Raid {
        private(set) var uses: [Int]
        private var known: [KnownInvite]
        private var steps: [UnclaimedUse] = []
        private var unreported = 0
        private var nextID: Int64 = 1
        private var open: [Int64: Bool] = [:]
        private var codes: [Int64: String] = [:]

        init(invites: Int) {
            uses = Array(repeating: 0, count: invites)
            known = (0..<invites).map { invite("\($0)", uses: 0) }
        }

        var isOver: Bool { unreported == 0 && !open.values.contains(true) }

        var attributed: [Int] {
            uses.indices.map { index in codes.values.count { $0 == "\(index)" } }
        }

        mutating func join(by index: Int) {
            uses[index] += 1
            unreported += 1
        }

        mutating func report() {
            guard unreported > 0 else { return }
            unreported -= 1
            open[nextID] = true
            nextID += 1
        }

        mutating func read() {
            let joins = open.keys.sorted().map { OpenJoin(id: $0, isWaiting: open[$0] == true) }
            let listed = uses.enumerated().map { invite("\($0)", uses: $1) }
            let result = attribute(known, listed, joins, steps)
            known = result.invites
            steps = result.steps
            for finding in result.findings {
                open[finding.join] = finding.isOpen ? false : nil
                codes[finding.join] = finding.code
            }
        }
    }
}

private let now = Timestamp(microseconds: 1_800_000_000_000_000)
private let owner = Snowflake(rawValue: 7)
private let guild = Snowflake(rawValue: 1)!

private func invite(_ code: String, uses: Int, maximum: Int = 0) -> KnownInvite {
    KnownInvite(
        guild: guild, code: code, channel: nil, owner: owner, uses: uses, maximumUses: maximum,
        expiresAt: nil, goneAt: nil)
}

private func step(_ code: String, kind: UseKind = .invite, seenAt: Timestamp = now) -> UnclaimedUse
{
    UnclaimedUse(
        code: code, kind: kind, inviter: kind == .vanity ? nil : owner, channel: nil, count: 1,
        seenAt: seenAt)
}

private func found(_ join: Int64, _ kind: UseKind, _ code: String? = nil) -> AttributedJoin {
    var finding = AttributedJoin(kind: kind)
    finding.code = code
    if code != nil { finding.inviter = owner }
    return finding.given(to: join)
}

private func attribute(
    _ known: [KnownInvite], _ listed: [KnownInvite], joins: Int, steps: [UnclaimedUse] = []
) -> Attribution {
    let waiting = (0..<joins).map { OpenJoin(id: Int64($0) + 1, isWaiting: true) }
    return attribute(known, listed, waiting, steps)
}

private func attribute(
    _ known: [KnownInvite], _ listed: [KnownInvite], _ joins: [OpenJoin], _ steps: [UnclaimedUse]
) -> Attribution {
    AttributionMachine.attribution(
        KnownState(
            readAt: now - .seconds(60), begunAt: now, vanity: KnownVanity(), invites: known,
            steps: steps, joins: joins),
        InviteSnapshot(invites: listed, vanity: nil))
}

/// A small generator whose numbers are the same in each run.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
