import API
import Discord
import Effects
import Essentials
import EventLoop
import Postgres

/// A member's roles are what a panel gave: one change at a time in the cluster.
///
/// The grants say what is wanted before Discord is asked; then role after role is made so. What a crash or an unreachable Discord left is
/// completed by the same steps, before the next choice or in the background; what Discord refuses half-way is turned round by them.
struct MemberRoles: Effect {
    let guild: Snowflake
    let member: Snowflake
    let panel: Int64
    /// What the member chose; nil: only what is unfinished is completed.
    var choice: Choice?

    /// What a member did at a panel's message.
    struct Choice: Sendable {
        let event: CheckMachine.Event
        let message: Snowflake
        /// By what the check is known when it's told again; nil: by nothing.
        let memo: CheckMemo?
        let entry: @Sendable (FoundPanel) throws(APIError) -> Entry
    }

    /// What came of a choice.
    enum Outcome: Sendable {
        /// With the words for the member.
        case done(CheckMachine.Decision, String)
        /// It was told before.
        case again(CheckMemo.Answer)
        /// A bot chose, or somebody who isn't a member any more; or nothing was chosen.
        case ignored
    }

    enum Step: Sendable {
        case decide
        case change(RoleChange)
    }

    var key: EffectKey {
        EffectKey(.memberRoles, in: guild, subject: member.rawValue, part: panel)
    }

    static var busy: any Error { CheckFault.busy }

    func load(_ claim: EffectClaim) async throws -> EffectStart<MemberState, Outcome> {
        guard let choice else { return try await loadUnfinished(claim) }
        let panel = try await CheckedPanel(
            of: choice.message, in: guild, for: member, choice.memo, from: claim.database)
        let found = panel.found
        var state = MemberState(found: found, grants: panel.grants)
        state.answer = try panel.answer(to: choice.memo)
        // Of an entry that is gone, taking back sees to it.
        state.open = state.grants.filter {
            $0.value.isUnderWay && found.entry($0.key.entry) != nil
        }
        if !state.open.isEmpty { try await claim.take() }
        return .claimed(state)
    }

    private func loadUnfinished(
        _ claim: EffectClaim
    ) async throws -> EffectStart<MemberState, Outcome> {
        try await claim.take()
        let rows = try await claim.database.run(GrantSQL.unfinished, ids)
        var state = MemberState(found: nil, grants: rows.first.map(Grants.init) ?? [:])
        state.open = state.grants
        return .claimed(state)
    }

    nonisolated func next(_ state: MemberState) -> Step? {
        if let change = state.nextChange { return .change(change) }
        let isDecided = state.decision != nil || state.answer != nil || state.isGone
        return state.found == nil || isDecided ? nil : .decide
    }

    func perform(_ step: Step, _ state: inout MemberState, _ claim: EffectClaim) async throws {
        switch step {
        case .decide: try await decide(&state, claim)
        case .change(let change):
            if try await isNeeded(change, &state, claim) { try await perform(change, claim) }
            state.note(change)
        }
    }

    func refused(
        _ step: Step, _ error: DiscordError, _ state: inout MemberState, _ claim: EffectClaim
    ) async throws {
        guard case .change(let change) = step, state.note(change, refused: error) else {
            throw error
        }
    }

    func settle(_ state: MemberState, _ claim: EffectClaim) async throws -> Outcome {
        let words = state.decision.map { CheckWords.member($0, kept: state.kept) }
        if claim.isClaimed {
            try await finish(state, words, claim)
        } else if let words, !state.final.isEmpty || choice?.memo != nil {
            // Nothing was begun, so nothing is in doubt.
            _ = try await claim.database.runTogether(
                guildLock + [finish(state.final, since: nil, words, choice?.memo)])
        }
        if let failure = state.failure { throw failure }
        if let answer = state.answer { return .again(answer) }
        guard let decision = state.decision, let words else { return .ignored }
        if decision.removesReaction { await removeReaction(state, claim) }
        return .done(decision, words)
    }
}
