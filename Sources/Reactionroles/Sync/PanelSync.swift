import Modules

/// Processes the reactions missed at an emoji panel. Idempotent: acknowledged reactions are stored.
@LoopActor
struct PanelSync {
    let checks: ReactionroleChecks
    let found: FoundPanel

    /// The reactions with one entry's emoji to one message.
    struct ReactionsKey: Hashable, Sendable {
        let message: Snowflake
        let entry: Int64
    }

    typealias Reactors = SharedReads<ReactionsKey, [Snowflake: User]>

    /// The outcome of a run.
    struct Outcome {
        var given: [SyncMachine.Missed] = []
        var taken: [SyncMachine.Missed] = []
        /// Acknowledged without a change: the roles were already as wanted, or the member is a bot or gone.
        var unchanged = 0
        var failed = 0
        var left = 0
        /// The error of the last failure.
        var error: (any Error)?

        var handled: Int { given.count + taken.count + unchanged }
    }

    /// Completes a sync in the background. Returns whether nothing is left.
    static func complete(
        _ key: EffectKey, _ database: Database, _ reconciler: Reconciler, discord: DiscordClient
    ) async throws -> Bool {
        let rows = try await database.run(
            PanelSQL.read, [.snowflake(key.guild), .int8(key.subject)],
            deadline: .now() + RequestContext.timeLimit)
        guard let found = FoundPanel(rows), found.panel.type == .emoji else { return true }
        let patience = Instant.now() + .seconds(15)
        // Listing very many reactions takes long.
        let calls = discord.actingInBackground(in: key.guild, waitLimit: .now() + .seconds(300))
        let checks = ReactionroleChecks(
            database: database, reconciler: reconciler, calls: calls, patience: patience,
            reactors: Reactors())
        let sync = PanelSync(checks: checks, found: found)
        return try await sync.run(sync.missed(at: found.entries), until: patience).left == 0
    }

    /// The reactions missed at some entries: removals first, so that a member who changed their mind ends with the new choice.
    func missed(at entries: [Entry]) async throws -> [SyncMachine.Missed] {
        guard let message = found.panel.message else { return [] }
        var missed: [SyncMachine.Missed] = []
        for entry in entries {
            let key = ReactionsKey(message: message, entry: entry.id)
            let users = try await checks.reactors.value(of: key, for: checks.calls) {
                [channel = found.panel.channel] calls throws(DiscordError) in
                try await calls.allReactions(
                    entry.emoji, on: message, in: calls.channel(channel, of: entry.guild))
            }
            missed += SyncMachine.missed(
                at: entry.id, of: found.panel.switches,
                reacting: Set(users.values.filter { !$0.isBot }.map(\.id)),
                known: try await known(at: entry))
        }
        return missed.filter { $0.event == .reactionDelete }
            + missed.filter { $0.event != .reactionDelete }
    }

    private func known(at entry: Entry) async throws(APIError) -> Set<Snowflake> {
        let rows = try await PanelReader(database: checks.database).read(
            GrantSQL.members,
            [.snowflake(entry.guild), .int8(entry.panel), .int8(entry.id)])
        return Set(rows.map { $0.snowflake(0) })
    }

    /// Processes them in order, until the time is over. A refusal for one member does not stop the rest.
    func run(_ missed: [SyncMachine.Missed], until end: Instant) async throws -> Outcome {
        var outcome = Outcome()
        for (place, one) in missed.enumerated() {
            guard Instant.now() < end else {
                outcome.left = missed.count - place
                return outcome
            }
            do {
                note(try await heed(one), of: one, in: &outcome)
            } catch let error as DiscordError where error.isFinal {
                outcome.failed += 1
                outcome.error = error
            } catch DiscordError.waitedTooLong {
                outcome.left = missed.count - place
                outcome.error = DiscordError.waitedTooLong
                return outcome
            }
        }
        return outcome
    }

    private func heed(_ one: SyncMachine.Missed) async throws -> MemberRoles.Outcome {
        try await checks.choose(one.event, one.member, found) { found throws(APIError) in
            guard let entry = found.entry(one.entry) else { throw CheckFault.noEntry }
            return entry
        }
    }

    private func note(
        _ result: MemberRoles.Outcome, of one: SyncMachine.Missed, in outcome: inout Outcome
    ) {
        guard case .done(let decision, _) = result else {
            outcome.unchanged += 1
            return
        }
        switch decision.outcome {
        case .given: outcome.given.append(one)
        case .taken: outcome.taken.append(one)
        case .alreadyHad, .kept, .hadNone, .echo: outcome.unchanged += 1
        }
    }
}
