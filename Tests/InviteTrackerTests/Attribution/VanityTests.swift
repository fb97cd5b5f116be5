import Essentials
import Testing

@testable import InviteTracker

/// What readings of the vanity URL tell of joins.
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
