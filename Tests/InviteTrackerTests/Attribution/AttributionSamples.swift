import Essentials

@testable import InviteTracker

/// When the machine decides.
let now = Timestamp(microseconds: 1_800_000_000_000_000)
/// Whose invites are.
let owner = Snowflake(rawValue: 7)

func invite(_ code: String, uses: Int, maximum: Int = 0) -> KnownInvite {
    KnownInvite(
        guild: Snowflake(rawValue: 1)!, code: code, channel: nil, owner: owner, uses: uses,
        maximumUses: maximum, expiresAt: nil, goneAt: nil)
}

func step(_ code: String, kind: UseKind = .invite, seenAt: Timestamp = now) -> UnclaimedUse {
    UnclaimedUse(
        code: code, kind: kind, inviter: kind == .vanity ? nil : owner, channel: nil, count: 1,
        seenAt: seenAt)
}

func found(_ join: Int64, _ kind: UseKind, _ code: String? = nil) -> AttributedJoin {
    var finding = AttributedJoin(kind: kind)
    finding.code = code
    if code != nil { finding.inviter = owner }
    return finding.given(to: join)
}

func attribute(
    _ known: [KnownInvite], _ listed: [KnownInvite], joins: Int, steps: [UnclaimedUse] = []
) -> Attribution {
    let waiting = (0..<joins).map { OpenJoin(id: Int64($0) + 1, isWaiting: true) }
    return attribute(known, listed, waiting, steps)
}

func attribute(
    _ known: [KnownInvite], _ listed: [KnownInvite], _ joins: [OpenJoin], _ steps: [UnclaimedUse]
) -> Attribution {
    AttributionMachine.attribution(
        KnownState(
            readAt: now - .seconds(60), begunAt: now, vanity: KnownVanity(), invites: known,
            steps: steps, joins: joins),
        InviteSnapshot(invites: listed, vanity: nil))
}
