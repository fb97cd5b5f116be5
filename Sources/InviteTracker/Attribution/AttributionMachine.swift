import Modules

/// Decides which invites a guild's joins used, by comparing the stored state with a snapshot from Discord.
///
/// Discord counts a join's use before the join is reported, so a reading begun afterwards shows it, unless an earlier one did:
/// each join claims one use that has been seen, and none that is seen later. Unclaimed uses are kept for joins still being
/// reported. If the pairing of joins and uses is certain, it's stored; if only the totals match, the joins share the uses
/// and are ambiguous; if the totals don't match either, the joins stay open until they do.
struct AttributionMachine {
    /// The time that uses wait for their joins, which are reported within seconds.
    static let patience = Duration.seconds(300)
    /// The time for which a vanished invite may explain a join.
    static let memory = Duration.seconds(3_600)
    /// The same for an expired invite, after its expiry.
    static let grace = Duration.seconds(60)

    private let known: KnownState
    private let reading: InviteSnapshot
    private var result = Attribution()
    /// The joins that are settled together.
    private var joins: [OpenJoin]

    static func attribution(_ known: KnownState, _ reading: InviteSnapshot) -> Attribution {
        var machine = AttributionMachine(known: known, reading: reading)
        machine.compare()
        machine.settle()
        return machine.result
    }

    private init(known: KnownState, reading: InviteSnapshot) {
        self.known = known
        self.reading = reading
        joins = known.joins
    }
}

// MARK: Changes since the last reading

extension AttributionMachine {
    private var isFirst: Bool { known.readAt == nil }

    private mutating func compare() {
        result.steps = known.steps.filter { known.begunAt - $0.seenAt < Self.patience }
        let before = Dictionary(uniqueKeysWithValues: known.invites.map { ($0.code, $0) })
        for listed in reading.invites { compare(listed, with: before[listed.code]) }
        let listed = Set(reading.invites.map(\.code))
        result.gone = known.invites.filter { $0.goneAt == nil && !listed.contains($0.code) }
            .map(\.code)
        compareVanity()
    }

    private mutating func compare(_ listed: KnownInvite, with before: KnownInvite?) {
        var now = listed
        // An owner that was cleared by an erasure stays empty.
        if let before {
            now.owner = before.owner
        } else if let owner = now.owner, let erased = known.erasures[owner],
            now.madeAt ?? erased <= erased
        {
            now.owner = nil
        }
        result.invites.append(now)
        if before.map({ !now.isStored(as: $0) }) ?? true { result.changed.append(now) }
        // An unknown invite was made since the last reading: all of its uses are new.
        see(
            listed.uses - (before?.uses ?? 0),
            UnclaimedUse(
                code: now.code, kind: .invite, inviter: now.owner, channel: now.channel, count: 0,
                seenAt: known.begunAt))
    }

    private mutating func compareVanity() {
        result.vanity = known.vanity
        guard let answer = reading.vanity else { return }
        guard let code = answer.code else { return missVanity() }
        let isSame = code == known.vanity.code
        result.vanity = KnownVanity(code: code, uses: answer.uses)
        guard isSame else { return }
        see(
            answer.uses - known.vanity.uses,
            UnclaimedUse(
                code: code, kind: .vanity, inviter: nil, channel: nil, count: 0,
                seenAt: known.begunAt))
    }

    /// Discord occasionally answers empty: one empty answer changes nothing, two in a row do.
    private mutating func missVanity() {
        guard known.vanity.code != nil else { return }
        result.vanity.misses += 1
        if result.vanity.misses > 1 { result.vanity = KnownVanity() }
    }

    private mutating func see(_ count: Int, _ step: UnclaimedUse) {
        guard !isFirst, count > 0 else { return }
        var step = step
        step.count = count
        result.steps.append(step)
    }
}

// MARK: Attribution to joins

extension AttributionMachine {
    /// Invites that vanished with uses left: deleted, or used up.
    private var candidates: [KnownInvite] {
        guard !isFirst else { return [] }
        let gone = Set(result.gone)
        return known.invites.filter { invite in
            guard invite.remaining > 0, isEarlyEnough(for: invite) else { return false }
            if let expiry = invite.expiresAt, known.begunAt - expiry > Self.grace { return false }
            if let goneAt = invite.goneAt { return known.begunAt - goneAt < Self.memory }
            return gone.contains(invite.code)
        }
    }

    /// Whether one of the joins can have taken an invite's last use: a member who joined after it was gone can't.
    private func isEarlyEnough(for invite: KnownInvite) -> Bool {
        known.joins.contains { $0.mayHaveTaken(invite, by: known.begunAt) }
    }

    private mutating func settle() {
        guard !known.joins.isEmpty else { return }
        let steps = result.steps.reduce(0) { $0 + $1.count }
        let vanished = candidates
        if steps == 0 { settleLate(for: vanished) }
        let lastUses = vanished.reduce(0) { $0 + $1.remaining }
        let joins = joins.count
        let codes = Set(result.steps.map(\.code)).union(vanished.map(\.code))
        if joins >= steps + lastUses {
            take(result.steps, vanished)
        } else if codes.count == 1, vanished.isEmpty {
            takeSome(joins)
        } else if joins >= steps, steps > 0 {
            take(result.steps, [], isRestOpen: true)
        } else {
            leaveOpen()
        }
    }

    /// If only vanished invites can explain the joins, members who joined after they were gone used none.
    private mutating func settleLate(for vanished: [KnownInvite]) {
        guard !vanished.isEmpty else { return }
        let early = joins.filter { join in
            vanished.contains { join.mayHaveTaken($0, by: known.begunAt) }
        }
        let isEarly = Set(early.map(\.id))
        joins.removeAll { isEarly.contains($0.id) }
        hand(out: Array(repeating: AttributedJoin(kind: .unknown), count: joins.count))
        joins = early
    }

    /// Assigns all uses; joins beyond them used no invite.
    /// - Parameter isRestOpen: they may have used a vanished invite, of which there are more.
    private mutating func take(
        _ steps: [UnclaimedUse], _ vanished: [KnownInvite], isRestOpen: Bool = false
    ) {
        var taken: [AttributedJoin] = []
        for step in steps { taken += Array(repeating: AttributedJoin(step), count: step.count) }
        for invite in vanished {
            taken += Array(repeating: AttributedJoin(lastUseOf: invite), count: invite.remaining)
        }
        let rest = joins.count - taken.count
        let none = AttributedJoin(
            kind: isRestOpen ? .ambiguous : .unknown, isOpen: isRestOpen)
        taken += Array(repeating: none, count: rest)
        result.steps = []
        result.spent = vanished.map(\.code)
        hand(out: taken)
    }

    /// One code has more uses than there are joins yet: each join used it, and the rest stays unclaimed.
    private mutating func takeSome(_ count: Int) {
        var taken: [AttributedJoin] = []
        for index in result.steps.indices where taken.count < count {
            let step = result.steps[index]
            let some = min(step.count, count - taken.count)
            result.steps[index].count -= some
            taken += Array(repeating: AttributedJoin(step), count: some)
        }
        result.steps.removeAll { $0.count == 0 }
        hand(out: taken)
    }

    /// Assigns the uses to the joins. If they aren't all the same, the pairing is uncertain.
    private mutating func hand(out taken: [AttributedJoin]) {
        let isCertain = Set(taken.map { [$0.code ?? "", $0.kind.word] }).count <= 1
        for (join, finding) in zip(joins, taken) {
            var finding = finding.given(to: join.id)
            // An ambiguous join without a use left stays ambiguous.
            if !isCertain || (finding.kind == .unknown && !join.isWaiting) {
                finding.kind = .ambiguous
            }
            result.findings.append(finding)
        }
    }

    /// There are more uses than joins, so the pairing is open until the missing joins are reported.
    private mutating func leaveOpen() {
        for join in joins where join.isWaiting {
            result.findings.append(
                AttributedJoin(kind: .ambiguous, isOpen: true).given(to: join.id))
        }
    }
}
