import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Serves checks: what a member did at a panel.
@LoopActor
struct ReactionroleChecks {
    let database: Database
    let calls: DiscordCalls
    /// Until when to wait for other checks of the same member.
    let patience: Instant

    /// Does what a check wants, and says what came of it.
    func run(_ check: Check) async throws -> String {
        let rows = try await PanelReader(database: database).read(
            PanelSQL.readForCheck,
            [.snowflake(check.guild), .snowflake(check.message), .null(.int8)],
            .now() + Call.timeLimit)
        guard !rows.isEmpty else { throw APIError.moduleDisabled }
        guard let found = FoundPanel(rows) else { throw CheckFault.noPanel }
        guard let entry = try check.entry(on: found) else {
            return try await clearUnrelated(check, found)
        }
        if check.event == .component, found.panel.type == .emoji { throw CheckFault.noEntry }
        guard let member = check.member else { return try await settle(entry, check, found) }
        let result = try await choose(check.event, member, found) { found throws(APIError) in
            guard let entry = try check.entry(on: found) else { throw CheckFault.noEntry }
            return entry
        }
        guard case .done(let decision, _) = result else {
            return "Bots, and those who aren't members any more, are ignored."
        }
        return CheckWords.member(decision)
    }

    /// One member's choice, after those made before it, wherever in the cluster.
    func choose(
        _ event: CheckMachine.Event, _ member: Snowflake, _ found: FoundPanel,
        entry: (FoundPanel) throws(APIError) -> Entry
    ) async throws -> MemberRoles.Result {
        guard let message = found.panel.message else { throw CheckFault.noPanel }
        let panel = found.panel
        let roles = MemberRoles(
            database: database, calls: calls, guild: panel.guild, member: member)
        do {
            return try await database.direct.withLock(
                .member(member, on: panel.id, of: panel.guild), deadline: patience
            ) { lock in
                try await roles.choose(event, on: message, lock: lock, entry: entry)
            }
        } catch is LockError {
            throw APIError.database(outcomeUnknown: false)
        }
    }

    /// Who it was isn't told: whoever reacts now is compared with what was given.
    private func settle(
        _ entry: Entry, _ check: Check, _ found: FoundPanel
    ) async throws -> String {
        guard check.event != .component else {
            throw APIError.unprocessable("Field 'member_id' is required for a component.")
        }
        let sync = PanelSync(checks: self, found: found)
        let outcome = try await sync.run(
            try await sync.missed(at: [entry]), until: patience)
        if let error = outcome.error { throw error }
        return "Of \(outcome.handled) reactions that were missed, all are heeded now."
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

extension LockKey {
    /// Held while a panel changes a member's roles.
    static func member(_ member: Snowflake, on panel: Int64, of guild: Snowflake) -> LockKey {
        LockKey("reactionroles member", guild.rawValue, panel, member.rawValue)
    }
}
