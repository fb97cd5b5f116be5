import Modules

/// Serves checks of members' actions at panels.
@LoopActor
struct ReactionroleChecks {
    let database: Database
    let reconciler: Reconciler
    let calls: DiscordCalls
    /// The deadline for the locks of other checks of the same member.
    let patience: Instant
    /// Lists of reacting users, shared by concurrent checks of one worker.
    let reactors: PanelSync.Reactors

    /// Runs a check and returns its answer.
    /// - Parameter memo: the identity by which a repeat is recognized.
    func run(_ check: Check, memo: CheckMemo?) async throws -> CheckMemo.Answer {
        if case .component(let id, _) = check.choice, !ComponentID.isOurs(id) {
            throw CheckFault.foreignComponent
        }
        let panel = try await CheckedPanel(
            of: check.message, in: check.guild, for: nil, memo, from: database)
        let found = panel.found
        if let entry = try check.entry(on: found), let member = check.member {
            return try await choose(entry, member, check, found, memo)
        }
        if let answer = try panel.answer(to: memo) { return answer }
        let words = try await runForNobody(check, found)
        if let memo {
            let values = [.snowflake(memo.guild)] + CheckMemo.values(memo, words)
            _ = try await database.run(CheckSQL.remember, values)
        }
        return .init(words: words)
    }

    private func choose(
        _ entry: Entry, _ member: Snowflake, _ check: Check, _ found: FoundPanel,
        _ memo: CheckMemo?
    ) async throws -> CheckMemo.Answer {
        if check.event == .component, found.panel.type == .emoji { throw CheckFault.noEntry }
        let result = try await choose(check.event, member, found, memo) {
            found throws(APIError) in
            guard let entry = try check.entry(on: found) else { throw CheckFault.noEntry }
            return entry
        }
        switch result {
        case .done(_, let words): return .init(words: words)
        case .again(let answer): return answer
        case .ignored:
            return .init(words: "Bots, and those who aren't members any more, are ignored.")
        }
    }

    /// A check without a member, or without an entry.
    private func runForNobody(_ check: Check, _ found: FoundPanel) async throws -> String {
        guard let entry = try check.entry(on: found) else {
            return try await clearUnrelated(check, found)
        }
        if check.event == .component, found.panel.type == .emoji { throw CheckFault.noEntry }
        return try await settle(entry, check, found)
    }

    /// Makes a member's choice; choices of a member are serialized in the cluster.
    func choose(
        _ event: CheckMachine.Event, _ member: Snowflake, _ found: FoundPanel,
        _ memo: CheckMemo? = nil, entry: @escaping @Sendable (FoundPanel) throws(APIError) -> Entry
    ) async throws -> MemberRoles.Outcome {
        guard let message = found.panel.message else { throw CheckFault.noPanel }
        let choice = MemberRoles.Choice(event: event, message: message, memo: memo, entry: entry)
        return try await reconciler.run(
            MemberRoles(
                guild: found.panel.guild, member: member, panel: found.panel.id, choice: choice),
            calls, patience: patience)
    }

    /// The member is unknown, so the users who react now are compared with the grants.
    private func settle(
        _ entry: Entry, _ check: Check, _ found: FoundPanel
    ) async throws -> String {
        guard check.event != .component else {
            throw APIError.unprocessable(
                "Field 'member_id' is required for a component.", field: "member_id")
        }
        let later = EffectKey(.panelSync, in: found.panel.guild, subject: found.panel.id)
        guard try await EffectClaim.requested(later, on: database) == nil else {
            return "The reactions of this panel are being compared in the background."
        }
        let sync = PanelSync(checks: self, found: found)
        let outcome = try await sync.run(
            try await sync.missed(at: [entry]), until: patience)
        guard outcome.left > 0 else {
            if let error = outcome.error { throw error }
            return "Of \(outcome.handled) reactions that were missed, all are heeded now."
        }
        try await EffectClaim.request(later, on: database)
        let all = outcome.handled + outcome.failed + outcome.left
        return
            "Of \(all) reactions that were missed, \(outcome.left) are left: they are heeded in the background."
    }

    private func clearUnrelated(_ check: Check, _ found: FoundPanel) async throws -> String {
        guard found.panel.switches.deletesUnrelated, case .emoji(let emoji) = check.choice else {
            throw CheckFault.noEntry
        }
        guard check.event == .reactionAdd, try await isPerson(check, emoji, found.panel) else {
            return "There was nothing to do."
        }
        do throws(DiscordError) {
            try await calls.clearReactions(
                emoji, from: check.message,
                in: calls.channel(found.panel.channel, of: check.guild))
        } catch {
            try error.unlessReactionIsGone()
        }
        return "The panel doesn't have this emoji: its reactions were removed."
    }

    private func isPerson(
        _ check: Check, _ emoji: Emoji, _ panel: Panel
    ) async throws(DiscordError) -> Bool {
        if let member = check.member {
            return try await calls.memberIfPresent(member, of: check.guild)?.user.isBot != true
        }
        return try await calls.allReactions(
            emoji, on: check.message, in: calls.channel(panel.channel, of: check.guild)
        ).values.contains { !$0.isBot }
    }
}
