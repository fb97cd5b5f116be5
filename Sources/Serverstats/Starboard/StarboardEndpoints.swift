import Modules

/// The fleet's reports of stars, and of deleted messages and channels.
extension Serverstats {
    var starboardEndpoints: [Endpoint] {
        [addStar, removeStar, starboardChannelDeleted, starboardMessageDeleted]
    }

    private var addStar: Endpoint {
        starEndpoint("add", "A message has got a star: makes or updates its post in the starboard.")
    }

    private var removeStar: Endpoint {
        starEndpoint(
            "remove", "A message has lost a star: updates or removes its post in the starboard.")
    }

    /// Add and remove both recount the reactions, so order doesn't matter.
    private func starEndpoint(_ name: String, _ summary: String) -> Endpoint {
        Endpoint(
            .post, "\(Self.root)/starboard/\(name)", summary, group: Self.group, access: .service,
            input: .body, errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            refusesForeign: true,
            botNeeds: "View Channels, Read Message History, Send Messages and Embed Links",
            fields: .guild,
            .snowflake("channel_id", "The channel of the message."),
            .snowflake("message_id", "The message.")
        ) { [settings, starboard] context, guild, channel, message in
            let found = try await settings.enabledSettings(of: guild, deadline: context.deadline)
            guard found.toggles.isOn(.starboard) else { throw APIError.moduleDisabled }
            guard found.starboardChannel != channel else { return StarboardOutcome.own.answer }
            return try await starboard.check(message, in: channel, of: guild, context).answer
        }
    }

    private var starboardChannelDeleted: Endpoint {
        Endpoint(
            .post, "\(Self.root)/starboard/check/delete",
            "A channel was deleted: if it was the starboard's, the starboard is turned off.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled],
            fields: .guild, .snowflake("channel_id", "The deleted channel.")
        ) { [database] context, guild, channel in
            let rows = try await database.runTogether(
                [
                    Serverstats.lock.exclusive(guild),
                    BoundStatement(
                        StarboardUpkeepSQL.channelDeleted,
                        [.snowflake(guild), .snowflake(channel)]),
                ], deadline: context.deadline)
            guard let row = rows.first else { throw APIError.moduleDisabled }
            return row.bool(0) ? Self.turnedOff : Self.otherChannel
        }
    }

    private var starboardMessageDeleted: Endpoint {
        Endpoint(
            .post, "\(Self.root)/starboard/check/deleted-message",
            "A message was deleted: drops the starboard's entry that it was the message or the post of.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled],
            fields: .guild, .snowflake("message_id", "The deleted message.")
        ) { [database] context, guild, message in
            let key: [SQLValue] = [.snowflake(guild), .snowflake(message)]
            let rows = try await database.runTogether(
                [
                    BoundStatement(StarboardUpkeepSQL.lockConcerned, key),
                    BoundStatement(StarboardUpkeepSQL.messageDeleted, key),
                ], deadline: context.deadline)
            guard let row = rows.first else { throw APIError.moduleDisabled }
            return row.int64(0) > 0 ? Self.dropped : Self.otherMessage
        }
    }

    private static let turnedOff = Answer.message(
        "It was the starboard's channel: the starboard was turned off.")
    private static let otherChannel = Answer.message("It wasn't the starboard's channel.")
    private static let dropped = Answer.message("The message's starboard entry was dropped.")
    private static let otherMessage = Answer.message("The message has no starboard entry.")
}
