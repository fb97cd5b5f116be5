import Modules

/// The endpoint that checks a message.
extension Autoresponder {
    var check: Endpoint {
        Endpoint(
            .post, "\(Self.root)/check",
            "Answers a message by every trigger that matches it, once, however often it's checked.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            refusesForeign: true,
            botNeeds:
                "View Channels, Read Message History, Send Messages, Embed Links and Add Reactions",
            answer: CheckOutcome.shape, gate: module.gate, fields: .guild,
            .snowflake("origin_message_id", "The message."),
            .snowflake("channel_id", "Where it was written."),
            .snowflakes("member_roles", count: 0...1000, "The roles of who wrote it."),
            Field.text(
                "content", 0...4000,
                "The message's text, so that it needn't be read from Discord; not of a bot's or webhook's message."
            ).optional(),
            Field.snowflake("member_id", "Who wrote it, where 'content' is given.").optional(),
            Field.boolean(
                "author_is_bot",
                "Whether a bot or a webhook wrote it; where 'content' is given without this, Discord is asked when a trigger matches."
            ).optional()
        ) { [self] context, guild, message, channel, roles, content, member, isBots in
            let request = CheckRequest(
                guild: guild, message: message, channel: channel, roles: roles, content: content,
                member: member, isBots: isBots)
            return .object(try await Check(self, request, context).run())
        }
    }
}
