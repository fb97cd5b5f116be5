import Modules

/// The fleet's reports: invites made and deleted, members who join and leave.
extension InviteTracker {
    var eventEndpoints: [Endpoint] { [inviteMade, inviteDeleted, joined, left, resync] }

    private var inviteMade: Endpoint {
        Endpoint(
            .post, "\(Self.root)/events/invite/create",
            "Stores what Discord says of an invite that was made.", group: Self.group,
            access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer, .unprocessable],
            botNeeds: "Manage Server",
            gate: module.gate, fields: .guild, .inviteCode,
            .snowflake("channel_id", "The channel it leads to.")
        ) { [self] context, guild, code, _ in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            let listed = try await desk.read(
                guild, settings.enabling, discord.acting(for: context))
            guard let listed else { throw APIError.moduleDisabled }
            guard listed.contains(where: { $0.code == code }) else {
                throw APIError.unprocessable("Discord knows no invite '\(code)' of this guild.")
            }
            return Self.stored
        }
    }

    private static let stored = Answer.message("The invite is stored.")

    private var inviteDeleted: Endpoint {
        Endpoint(
            .post, "\(Self.root)/events/invite/delete",
            "Drops an invite that was deleted; it's remembered for an hour for the join that may have used it up.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            gate: module.gate, fields: .guild, .inviteCode
        ) { [self] context, guild, code in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            try await InviteList(database: database).drop(
                code, of: settings, deadline: context.deadline)
            return Self.dropped
        }
    }

    private static let dropped = Answer.message("The invite is not listed any more.")

    private var joined: Endpoint {
        Endpoint(
            .post, "\(Self.root)/events/join/check-invite",
            "Registers a join, finds the invite it took, and sends the join message.",
            group: Self.group, access: .service, input: .body,
            errors: [
                .badRequest, .settings, .moduleDisabled, .internalServer, .database,
                .unprocessable,
            ], botNeeds: "Manage Server, and Send Messages for the message",
            gate: module.gate, fields: .guild, Field<Snowflake>.actingMember,
            Field<String>.text(
                "joined_at", 1...40,
                "When they joined, as Discord's event has it (ISO 8601). Without it, Discord is asked. Beyond the documents."
            ).optional(),
            Field<Bool>.boolean(
                "is_bot",
                "Whether it was a bot. Without it, Discord is asked. Beyond the documents."
            ).optional()
        ) { [self] context, guild, member, time, isBot in
            let calls = discord.acting(for: context)
            let joiner = try member.map { member throws(APIError) in
                Joiner(member, joinedAt: try time.map(Self.time), isBot: isBot)
            }
            let entry = try await joins.join(joiner, guild, context, calls)
            if let id = entry.id {
                try await announcer.tell(.joining, id, guild, entry.enabling, calls)
            }
            return Self.registered
        }
    }

    private static func time(_ text: String) throws(APIError) -> Timestamp {
        guard let time = Timestamp(iso8601: text) else {
            throw .badRequest(
                "Field 'joined_at' must be a time in ISO 8601.", field: "joined_at")
        }
        return time
    }

    private static let registered = Answer.message("The join is registered.")

    private var left: Endpoint {
        Endpoint(
            .post, "\(Self.root)/events/leave/check-invite",
            "Registers that a member left, and sends the leave message.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            botNeeds: "Send Messages",
            fields: .guild, Field<Snowflake>.actingMember
        ) { [self] context, guild, member in
            guard let member else {
                _ = try await settings.enabled(guild, deadline: context.deadline)
                return Self.nobody
            }
            let entry = try await joins.leave(member, guild, context)
            let calls = discord.acting(for: context)
            if let id = entry.id {
                try await announcer.tell(.leaving, id, guild, entry.enabling, calls)
            } else if let reportedAt = entry.reportedAt {
                try await announcer.tellLeaving(
                    ofUnknown: member, guild, entry.enabling, reportedAt: reportedAt, calls)
            }
            return Self.marked
        }
    }

    private static let nobody = Answer.message(
        "Without a member_id nobody can tell who left: nothing was changed.")
    private var resync: Endpoint {
        Endpoint(
            .post, "\(Self.root)/events/resync",
            "Reads the invites now and takes their uses as known: joins that weren't reported, as in a fleet's downtime, don't make the next ones ambiguous. Beyond the documents.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer, .discord],
            botNeeds: "Manage Server",
            fields: .guild
        ) { [self] context, guild in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            let listed = try await desk.read(
                guild, settings.enabling, discord.acting(for: context), isResync: true)
            guard listed != nil else { throw APIError.moduleDisabled }
            return Self.known
        }
    }

    private static let known = Answer.message("What Discord says of the invites is known now.")
    private static let marked = Answer.message("The member is known to have left.")
}

extension Field<String> {
    /// An invite's code.
    static var inviteCode: Field<String> {
        .code("invite_code", 1...100, "The invite's code.")
    }
}

extension Field<Snowflake> {
    /// The member whom a bot reports.
    fileprivate static var actingMember: Field<Snowflake?> {
        Field<Snowflake>.snowflake("member_id", "Who it was. Beyond the documents.").optional()
    }
}
