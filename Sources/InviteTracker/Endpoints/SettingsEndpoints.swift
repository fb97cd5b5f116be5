import Modules

/// The endpoints of the settings.
extension InviteTracker {
    var settingsEndpoints: [Endpoint] { [getSettings, putSettings] }

    private static let shape = Shape.object(["settings": InviteSettings.shape])

    private var getSettings: Endpoint {
        Endpoint(
            .get, "\(Self.root)/settings", "Gives the guild's settings.", group: Self.group,
            access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Self.shape, fields: .guild
        ) { [settings] context, guild in
            Self.answer(try await settings.enabled(guild, deadline: context.deadline))
        }
    }

    private var putSettings: Endpoint {
        Endpoint(
            .put, "\(Self.root)/settings", "Changes the guild's settings.", group: Self.group,
            access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database],
            refusesForeign: true, answer: Self.shape, gate: module.gate, fields: .guild,
            .boolean("join_messages_enabled", "Whether a message is sent when somebody joins."),
            Field<Snowflake>.snowflake("join_messages_channel", "Where to.")
                .nullable(when: .field("join_messages_enabled", is: false)),
            Field<String>.text("join_message_content", 1...Self.longest, Self.contentSummary)
                .nullable(when: .field("join_messages_enabled", is: false)),
            .flag("join_message_is_embed", "Whether the content is the JSON text of embeds."),
            .boolean("leave_messages_enabled", "Whether a message is sent when somebody leaves."),
            Field<Snowflake>.snowflake("leave_messages_channel", "Where to.")
                .nullable(when: .field("leave_messages_enabled", is: false)),
            Field<String>.text("leave_message_content", 1...Self.longest, Self.contentSummary)
                .nullable(when: .field("leave_messages_enabled", is: false)),
            .flag("leave_message_is_embed", "Whether the content is the JSON text of embeds."),
            .boolean(
                "prevent_own_invite_code",
                "Whether members who join by their own invite don't count."
            ),
            Field<String>.text("server_shared_invite_link", 1...512, "The guild's shared link.")
                .nullable()
        ) {
            [self]
            context, guild, joins, joinChannel, joinContent, joinIsEmbed, leaves, leaveChannel,
            leaveContent, leaveIsEmbed, preventsOwn, link in
            let join = InviteSettings.Announcement(
                isEnabled: joins, channel: joinChannel, content: joinContent, isEmbed: joinIsEmbed)
            let leave = InviteSettings.Announcement(
                isEnabled: leaves, channel: leaveChannel, content: leaveContent,
                isEmbed: leaveIsEmbed)
            for (field, announcement) in [("join", join), ("leave", leave)] {
                guard let fault = announcement.fault("\(field)_message_content") else { continue }
                try await module.gate(guild, context)
                throw fault
            }
            try await check([joinChannel, leaveChannel], guild, context)
            let rows = try await database.run(
                SettingsSQL.change,
                [.snowflake(guild)] + join.values + leave.values
                    + [.bool(preventsOwn), .textOrNull(link)], deadline: context.deadline)
            guard let row = rows.first else { throw APIError.moduleDisabled }
            return Self.answer(InviteSettings(row))
        }
    }

    /// Newly set channels must belong to the guild. - Parameter channels: of joins and of leaves.
    private func check(_ channels: [Snowflake?], _ guild: Snowflake, _ context: RequestContext)
        async throws
    {
        guard channels.contains(where: { $0 != nil }) else { return }
        let before = try await settings.enabled(guild, deadline: context.deadline)
        let known = [before.join.channel, before.leave.channel]
        let fields: [StaticString] = ["join_messages_channel", "leave_messages_channel"]
        for (field, (new, old)) in zip(fields, zip(channels, known)) {
            guard let new, new != old else { continue }
            try await discord.acting(for: context).require(new, of: guild, field: field)
        }
    }

    /// The maximum of an embed's JSON text; plain texts have Discord's own limit.
    private static let longest = 30_000
    private static let contentSummary =
        "The message, at most 2,000 characters, or the JSON text of its embeds; with variables."

    private static func answer(_ settings: InviteSettings) -> Answer {
        .one("settings", settings)
    }
}

extension InviteSettings.Announcement {
    /// The maximum length of a plain text, in Unicode scalars.
    private static let textLimit = 2_000

    /// The error of the content, also while it's switched off; nil if it's valid.
    fileprivate func fault(_ field: String) -> APIError? {
        guard let content else { return nil }
        guard isEmbed else {
            if content.unicodeScalars.count > Self.textLimit {
                return .badRequest("Field '\(field)' must have 1 to 2000 characters.", field: field)
            }
            return content.isBlank
                ? .badRequest(
                    "Field '\(field)' must not be blank: Discord sends no such message.",
                    field: field) : nil
        }
        do throws(EmbedFault) {
            _ = try EmbedTemplate(json: content)
            return nil
        } catch {
            return .badRequest(
                "Field '\(field)' holds no valid embeds: \(error.words)", field: field)
        }
    }
}
