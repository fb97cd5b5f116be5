import Modules

/// The endpoints of invites: list, create and delete.
extension InviteTracker {
    var linkEndpoints: [Endpoint] { [getLinks, postInvite, deleteInvite] }

    private var getLinks: Endpoint {
        Endpoint(
            .get, "\(Self.root)/invite-links", "Lists the known invites.", group: Self.group,
            access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: .object(["invites": .list(KnownInvite.shape)]), fields: .guild
        ) { [self] context, guild in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            return try await .lists([settings.invites(in: database)])
        }
    }

    private static let errors: [ErrorName] = [
        .badRequest, .settings, .moduleDisabled, .internalServer, .discord, .unprocessable,
    ]

    private var postInvite: Endpoint {
        Endpoint(
            .post, "\(Self.root)/invite", "Makes a new invite on Discord.", group: Self.group,
            access: .administrators, input: .body, errors: Self.errors,
            botNeeds: "Create Invite",
            answer: .object(["invite_code": .text, "invite_url": .text]), gate: module.gate,
            fields: .guild, .snowflake("channel_id", "The channel that it leads to."),
            .integer("max_uses", 0...100, "How often it may be used; 0: without limit."),
            .integer("max_age", 0...604_800, "How many seconds it lives; 0: for ever."),
            .boolean(
                "is_temporary", "Whether who joins by it is a member only while connected."),
            Field<Snowflake>.interactionApplication, Field<String>.interactionToken,
            Field<Snowflake>.snowflake(
                "member_id",
                "Who is credited with its uses; without it, whoever Discord names: the bot. Beyond the documents."
            ).optional()
        ) { [self] context, guild, channel, uses, age, isTemporary, application, token, owner in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            let calls = discord.acting(for: context)
            let maker = InviteMaker(
                database: database, calls: calls, settings: settings, deadline: context.deadline)
            let draft = InviteDraft(
                maximumUses: uses, maximumAge: age, isTemporary: isTemporary, isUnique: true)
            let invite = try await maker.make(
                draft, to: channel, for: owner,
                askedAt: database.clock.lowerBound(at: context.arrival))
            await recorder.record("modules/invite_tracker/invite/created", in: guild, by: context)
            await follow(
                up: "The invite https://discord.gg/\(invite.code) is made.",
                Interaction(application, token), calls)
            return .object([
                "invite_code": invite.code, "invite_url": "https://discord.gg/\(invite.code)",
            ])
        }
    }

    private var deleteInvite: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/invite", "Deletes an invite on Discord.", group: Self.group,
            access: .administrators, input: .body, errors: Self.errors, botNeeds: "Manage Server",
            gate: module.gate,
            fields: .guild, .inviteCode, Field<Snowflake>.interactionApplication,
            Field<String>.interactionToken
        ) { [self] context, guild, code, application, token in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            let calls = discord.acting(for: context)
            let maker = InviteMaker(
                database: database, calls: calls, settings: settings, deadline: context.deadline)
            try await desk.delete(in: guild, settings.enabling, calls) {
                try await maker.delete(code)
            }
            await recorder.record("modules/invite_tracker/invite/deleted", in: guild, by: context)
            await follow(
                up: "The invite \(code) is deleted.", Interaction(application, token), calls)
            return Self.deleted
        }
    }

    private static let deleted = Answer.message("The invite is deleted.")

    /// Sends the caller a follow-up. The invite has already been made or deleted, so a failure isn't the request's.
    private func follow(
        up text: String, _ interaction: Interaction?, _ calls: DiscordCalls
    ) async {
        guard let interaction else { return }
        var draft = MessageDraft(content: text)
        draft.isEphemeral = true
        do throws(DiscordError) {
            try await calls.answer(interaction, with: draft)
        } catch {
            log.info("an interaction couldn't be answered", ["error": error.words])
        }
    }
}

extension Field<Snowflake> {
    fileprivate static var interactionApplication: Field<Snowflake?> {
        Field<Snowflake>.snowflake("application_id", "The application of the interaction.")
            .nullable()
    }
}

extension Field<String> {
    fileprivate static var interactionToken: Field<String?> {
        Field<String>.text("token", 1...512, "The token of the interaction.").nullable()
    }
}
