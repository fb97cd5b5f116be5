import Modules

/// Not in the documentation: processes the reactions missed while the fleet was offline.
extension Reactionroles {
    /// The time that a request spends on missed reactions; the rest continues in the background.
    private static let syncTime = Duration.seconds(8)

    var postSync: Endpoint {
        Endpoint(
            .post, "\(Self.root)/panel/{\(Self.panelParameter)}/sync",
            "Reads who reacts at an emoji panel now, and gives or takes the roles that were missed.",
            group: Self.group, access: .administrators, input: .body,
            errors: [
                .badRequest, .settings, .moduleDisabled, .internalServer, .discord, .database,
                .unprocessable,
            ],
            botNeeds: "Read Message History and Manage Roles",
            answer: .object([
                "panel_id": .text, "dry_run": .boolean, "given": [SyncMachine.Missed].shape,
                "taken": [SyncMachine.Missed].shape, "unchanged": .integer, "failed": .integer,
                "left": .integer, "is_continued": .boolean,
            ]), gate: gate, fields: .panel, .guild,
            Field<Bool>.boolean(
                "dry_run", "Only lists the reactions that would be heeded."
            ).standard(false)
        ) { [self] context, panel, guild, isDry in
            let found = try await reader.panel(
                PanelID.read(panel), of: guild, deadline: context.deadline)
            guard found.panel.type == .emoji else {
                throw APIError.unprocessable("Only panels of type 'emoji' have reactions.")
            }
            let outcome = try await sync(found, isDry: isDry, context)
            return .object([
                "panel_id": "\(found.panel.id)", "dry_run": isDry, "given": outcome.given,
                "taken": outcome.taken, "unchanged": outcome.unchanged, "failed": outcome.failed,
                "left": outcome.left, "is_continued": !isDry && outcome.left > 0,
            ])
        }
    }

    private func sync(
        _ found: FoundPanel, isDry: Bool, _ context: RequestContext
    ) async throws -> PanelSync.Outcome {
        let sync = PanelSync(
            checks: ReactionroleChecks(
                database: database, reconciler: reconciler, calls: discord.acting(for: context),
                patience: context.arrival + Self.lockPatience, reactors: reactors),
            found: found)
        do {
            let missed = try await sync.missed(at: found.entries)
            guard !isDry else { return PanelSync.Outcome(listing: missed) }
            let outcome = try await sync.run(missed, until: context.arrival + Self.syncTime)
            if outcome.left > 0 { try await goOnLater(found.panel) }
            return outcome
        } catch let error as DiscordError {
            if error.saysMessageIsGone { try await drop(found.panel) }
            throw error
        }
    }

    private func goOnLater(_ panel: Panel) async throws(DatabaseError) {
        try await EffectClaim.request(
            EffectKey(.panelSync, in: panel.guild, subject: panel.id), on: database)
    }

    /// The message is gone from Discord, so the panel is deleted as well.
    func drop(_ panel: Panel) async throws -> Never {
        _ = try await database.runTogether(
            [
                Reactionroles.lock.exclusive(panel.guild),
                BoundStatement(
                    PanelSQL.delete,
                    [.snowflake(panel.guild), .int8(panel.id), .bool(false)]),
            ])
        throw PanelID.messageIsGone
    }

}

extension SyncMachine.Missed: Documented {
    static let title: String? = "MissedChoice"
    static let members: Members = [.member("member_id", \.member), .id("entry_id", \.entry)]
}

extension PanelSync.Outcome {
    /// The outcome of a dry run: the choices that would be made.
    fileprivate init(listing missed: [SyncMachine.Missed]) {
        given = missed.filter { $0.event != .reactionDelete }
        taken = missed.filter { $0.event == .reactionDelete }
    }
}
