import Modules

/// The endpoints of the settings.
extension Serverstats {
    var settingsEndpoints: [Endpoint] { [getSettings, putSettings] }

    private static let shape = Shape.object(["settings": Settings.shape])

    private var getSettings: Endpoint {
        Endpoint(
            .get, "\(Self.root)/settings", "Gives the guild's settings.", group: Self.group,
            access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Self.shape, fields: .guild
        ) { [settings] context, guild in
            Self.answer(try await settings.enabledSettings(of: guild, deadline: context.deadline))
        }
    }

    private var putSettings: Endpoint {
        Endpoint(
            .put, "\(Self.root)/settings",
            "Changes the guild's settings. A statistic of sessions that is switched off closes its open ones.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer, .database],
            refusesForeign: true,
            botNeeds: "View Channels, and Manage Channels for what it is to create",
            answer: Self.shape, gate: gate(),
            fields: .guild, .toggle(.counters),
            Field<IDOrCreate>.snowflakeOrCreate(
                "counters_category_id",
                "The category of the counters; `create` makes one."
            ).nullable(when: .field("counters_enabled", is: false)),
            .toggle(.starboard),
            Field<IDOrCreate>.snowflakeOrCreate(
                "starboard_channel", "The channel of the starboard; `create` makes one."
            ).nullable(when: .field("starboard_enabled", is: false)),
            .integer("starboard_count", 1...Int(Int32.max), "How many stars a message needs."),
            .toggle(.messages), .toggle(.commands), .toggle(.members), .toggle(.activities),
            .toggle(.voice), .toggle(.autoresponder), .toggle(.tags), .toggle(.verifier),
            .toggle(.socials), .toggle(.rules), .toggle(.inviteTracker), .toggle(.reactionroles),
            .toggle(.welcoming), .toggle(.tempchannels), .toggle(.tickets), .toggle(.reminders),
            .toggle(.giveaways), Field<Bool>.toggle(.polls).optional()
        ) {
            [self]
            context, guild, counters, category, starboard, channel, count, messages, commands,
            members, activities, voice, autoresponder, tags, verifier, socials, rules,
            inviteTracker, reactionroles, welcoming, tempchannels, tickets, reminders, giveaways,
            polls in
            let toggles = Toggles(
                on: [
                    .counters: counters, .starboard: starboard, .messages: messages,
                    .commands: commands, .members: members, .activities: activities,
                    .voice: voice, .autoresponder: autoresponder, .tags: tags,
                    .verifier: verifier, .socials: socials, .rules: rules,
                    .inviteTracker: inviteTracker, .reactionroles: reactionroles,
                    .welcoming: welcoming, .tempchannels: tempchannels, .tickets: tickets,
                    .reminders: reminders, .giveaways: giveaways, .polls: polls ?? false,
                ])
            let change = SettingsChange(
                toggles: toggles, unchanged: polls == nil ? Toggles(.polls) : [],
                countersCategory: category, starboardChannel: channel, starboardCount: count)
            return Self.answer(try await apply(change, to: guild, context))
        }
    }

    private func apply(
        _ change: SettingsChange, to guild: Snowflake, _ context: RequestContext
    ) async throws -> Settings {
        try await check(change, guild, context)
        var columns = RowReader(try await row(of: change, guild, context))
        let settings = Settings(&columns)
        if columns.next() {
            // Few sessions are closed at once; failures and the rest are left to the background.
            try? await closing.closeSome(of: guild)
        }
        return settings
    }

    /// Newly set channels must belong to the guild.
    private func check(_ change: SettingsChange, _ guild: Snowflake, _ context: RequestContext)
        async throws
    {
        guard change.countersCategory?.id != nil || change.starboardChannel?.id != nil else {
            return
        }
        let before = try await settings.enabledSettings(of: guild, deadline: context.deadline)
        let calls = discord.acting(for: context)
        if let category = change.countersCategory?.id, category != before.countersCategory {
            try await calls.require(category, of: guild, field: "counters_category_id")
        }
        if let channel = change.starboardChannel?.id, channel != before.starboardChannel {
            try await calls.require(channel, of: guild, field: "starboard_channel")
        }
    }

    private func row(
        of change: SettingsChange, _ guild: Snowflake, _ context: RequestContext
    ) async throws -> Row {
        guard let values = change.values else {
            let maker = ChannelMaker(
                database: database, discord: discord.acting(for: context), guild: guild)
            return try await SettingsChannels(
                database: database, settings: settings, maker: maker, context: context
            ).apply(change)
        }
        let rows = try await module.change(
            guild, by: SettingsSQL.change, values, context)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        return row
    }

    private static func answer(_ settings: Settings) -> Answer { .one("settings", settings) }
}

extension Toggles {
    fileprivate init(on: KeyValuePairs<Toggle, Bool>) {
        self = on.reduce(into: []) { toggles, pair in
            if pair.value { toggles.insert(Toggles(pair.key)) }
        }
    }
}

extension Field<Bool> {
    fileprivate static func toggle(_ toggle: Toggle) -> Field {
        .boolean(toggle.field.description, "Whether \(toggle.subject) is on.")
    }
}

extension Toggle {
    /// `stats_modules_tags_enabled` → `stats modules tags`.
    fileprivate var subject: String {
        String(field.description.dropLast("_enabled".count).map { $0 == "_" ? " " : $0 })
    }
}
