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
