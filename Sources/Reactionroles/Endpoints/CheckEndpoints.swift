import Modules

/// The fleet's endpoints: checks and deletions on Discord; and the sync.
extension Reactionroles {
    var checkEndpoints: [Endpoint] { [postCheck, postCheckDelete, postSync] }

    private var postCheck: Endpoint {
        Endpoint(
            .post, "\(Self.root)/check", "Handles what a member did at a panel.",
            group: Self.group, access: .service, input: .body,
            errors: [
                .badRequest, .settings, .moduleDisabled, .internalServer, .notFound,
                .unprocessable,
            ], botNeeds: "Manage Roles",
            takesIdempotencyKey: true, gate: gate, fields: .guild,
            .snowflake("message_id", "The message it was done at."),
            .snowflake("channel_id", "The message's channel."),
            .choice("interaction_type", CheckMachine.Event.self, "What was done."),
            Field<String>.text("interaction_custom_id", 1...100, "The component.")
                .required(when: .isComponent),
            Field<String>.text("interaction_id_token", 1...1_000, "The interaction's token.")
                .required(when: .isComponent),
            Field<Snowflake>.snowflake("application_id", "The application.")
                .required(when: .isComponent),
            Field<String>.text("interaction_value", 0...100, "The item that was chosen.")
                .nullable().required(when: .isComponent),
            Field<String>.text("emoji_name", 1...100, "The emoji, or the name of a guild's own.")
                .required(when: .isReaction),
            Field<Snowflake>.snowflake("emoji_id", "The id of a guild's own emoji.")
                .nullable().required(when: .isReaction),
            Field<Snowflake>.snowflake("member_id", "Who did it.").optional()
        ) {
            [self]
            context, guild, message, _, event, customID, token, application, value, emojiName,
            emojiID, member in
            let choice: Check.Choice =
                event == .component
                ? .component(id: customID ?? "", value: value ?? nil)
                : .emoji(Emoji(id: emojiID ?? nil, name: emojiName))
            let check = Check(
                guild: guild, message: message, event: event, member: member, choice: choice)
            let memo = CheckMemo(check, token: token, key: context.idempotencyKey)
            let words = try await perform(check, memo, Interaction(application, token), context)
            return .one("message", words)
        }
    }

    /// Runs a check, sends the member the answer, and records the duration.
    private func perform(
        _ check: Check, _ memo: CheckMemo?, _ interaction: Interaction?, _ context: RequestContext
    ) async throws -> String {
        let calls = discord.acting(for: context)
        let checks = ReactionroleChecks(
            database: database, reconciler: reconciler, calls: calls,
            patience: context.arrival + Self.lockPatience,
            reactors: reactors)
        do {
            let answer = try await checks.run(check, memo: memo)
            if !answer.isTold { await tell(interaction, answer.words, memo, calls) }
            await recordTime(of: check, context)
            return answer.words
        } catch let error as UnsettledCheck {
            await isFollowedUp(interaction, CheckWords.beingChanged, calls.forUndoing)
            throw error.cause
        } catch {
            if !Self.isSilent(error) {
                // The time limit for the roles may be used up; the member is informed all the same.
                await isFollowedUp(interaction, CheckWords.failed, calls.forUndoing)
            }
            throw error
        }
    }

    /// Errors without a follow-up: the component is no panel's, or the module is disabled.
    private static func isSilent(_ error: any Error) -> Bool {
        switch error as? APIError {
        case .moduleDisabled, .notFound: true
        default: false
        }
    }

    /// Sends the member the answer, unless a repeat of the check is sending it.
    private func tell(
        _ interaction: Interaction?, _ words: String, _ memo: CheckMemo?, _ calls: DiscordCalls
    ) async {
        guard interaction != nil else { return }
        let key = memo.map { [SQLValue.snowflake($0.guild), .bytea($0.digest.bytes)] }
        if let key {
            let rows = try? await database.run(CheckSQL.claimTelling, key)
            // Ignored users have no stored answer to claim.
            if rows?.isEmpty ?? true, await isKnown(key) { return }
        }
        if await !isFollowedUp(interaction, words, calls), let key {
            _ = try? await database.run(CheckSQL.giveTellingBack, key)
        }
    }

    private func isKnown(_ key: [SQLValue]) async -> Bool {
        let rows = try? await database.run(CheckSQL.find, key)
        return !(rows?.isEmpty ?? true)
    }

    /// Sends an ephemeral follow-up. A failure doesn't affect the check. Returns whether it was sent.
    @discardableResult
    private func isFollowedUp(
        _ interaction: Interaction?, _ words: String, _ calls: DiscordCalls
    ) async -> Bool {
        guard let interaction else { return false }
        var draft = MessageDraft(content: words)
        draft.isEphemeral = true
        do throws(DiscordError) {
            try await calls.answer(interaction, with: draft)
            return true
        } catch {
            log.debug("a follow-up wasn't sent", ["error": "\(error)"])
            return false
        }
    }

    private func recordTime(of check: Check, _ context: RequestContext) async {
        let seconds = (Instant.now() - context.arrival).inSeconds
        await recorder.record(
            RecordedEvent(
                "modules/reactionroles/check-time", in: check.guild, number: seconds),
            arrival: context.arrival)
    }

    private var postCheckDelete: Endpoint {
        Endpoint(
            .post, "\(Self.root)/panel/check-delete",
            "Drops the panel of a deleted message, or all of a deleted channel.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Self.droppedShape, fields: .guild,
            .snowflake("channel_id", "The channel that is gone, or that the message was in."),
            Field<Snowflake>.snowflake("message_id", "The message; null where the channel is gone.")
                .nullable()
        ) { [database] context, guild, channel, message in
            let rows = try await database.runTogether(
                [
                    Reactionroles.lock.exclusive(guild),
                    BoundStatement(
                        PanelSQL.deleteOfPlace,
                        [.snowflake(guild), .snowflake(channel), .snowflakeOrNull(message)]),
                ], deadline: context.deadline)
            guard !rows.isEmpty else { throw APIError.moduleDisabled }
            return try await Self.dropped(FoundPanel.all(rows))
        }
    }
}

extension Condition {
    fileprivate static let isComponent = Condition.field("interaction_type", is: "component")

    fileprivate static let isReaction = Condition(
        "interaction_type is NOT \"component\"",
        test: .field("interaction_type", isNoneOf: [.text("component")])
    ) {
        $0.raw("interaction_type")?.string != "component"
    }
}
