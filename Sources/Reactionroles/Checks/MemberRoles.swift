import Modules

/// The roles that a panel gives to one member; changes are serialized in the cluster.
///
/// The grants store the target state before the calls to Discord, which change one role each. After a crash or an outage, the same
/// steps complete them, before the next choice or in the background. If Discord refuses half-way, the same steps roll back.
struct MemberRoles: Effect {
    let guild: Snowflake
    let member: Snowflake
    let panel: Int64
    /// The member's choice; nil: only completes changes in progress.
    var choice: Choice?

    /// A member's action at a panel's message.
    struct Choice: Sendable {
        let event: CheckMachine.Event
        let message: Snowflake
        /// The identity by which a repeat is recognized; nil: there is none.
        let memo: CheckMemo?
        let entry: @Sendable (FoundPanel) throws(APIError) -> Entry
    }

    /// The outcome of a choice.
    enum Outcome: Sendable {
        /// With the text for the member.
        case done(CheckMachine.Decision, String)
        /// A repeat of an answered check.
        case again(CheckMemo.Answer)
        /// The choice was made by a bot or a former member, or there was none.
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
        // Grants of deleted entries are left to `TakeBack`.
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
