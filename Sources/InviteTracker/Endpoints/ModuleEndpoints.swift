import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres

/// Home, status, enable, disable, delete.
extension InviteTracker {
    var moduleEndpoints: [Endpoint] { [home, status, enable, disable, delete] }

    private var home: Endpoint {
        .home(
            Self.root, group: Self.group,
            "This is the invite tracker module of the API.")
    }

    private var status: Endpoint {
        .status(Self.root, group: Self.group) { [settings] guild, call in
            try await settings.find(guild, deadline: call.deadline) != nil
        }
    }

    private var enable: Endpoint {
        Endpoint(
            .post, "\(Self.root)/enable",
            "Enables the module, with everything off, and reads the guild's invites from Discord.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleEnabled, .database],
            answer: ModuleData.shape(of: InviteSettings.shape), fields: .guild
        ) { [self] call, guild in
            let rows = try await database.run(
                SettingsSQL.enable, [.snowflake(guild)], deadline: call.deadline)
            guard let settings = rows.first.map(InviteSettings.init) else {
                throw APIError.moduleEnabled
            }
            database.clock.note(settings.enabledAt, receivedAt: Instant.now())
            // A join that is told after this answer arrived provably later, whichever worker takes it.
            await sleep(for: Self.settlingTime)
            return ModuleData(settings: settings, invites: await firstInvites(of: settings, call))
                .answer
        }
    }

    /// More than what workers know too little of the database's clock.
    private static let settlingTime = Duration.milliseconds(20)

    /// Reads the guild's invites. Where Discord fails, the next join reads them, and is itself of unknown origin.
    private func firstInvites(of settings: InviteSettings, _ call: Call) async -> [KnownInvite] {
        do {
            try await desk.read(settings.guild, settings.enabling, discord.acting(for: call))
            return try await InviteList(database: database).invites(
                of: settings, deadline: Instant.now() + Call.timeLimit)
        } catch {
            log.info(
                "the invites of a guild couldn't be read when it was enabled",
                ["guild": settings.guild.description, "error": "\(error)"])
            return []
        }
    }

    private var disable: Endpoint {
        Endpoint(
            .post, "\(Self.root)/disable", "Disables the module and deletes all of its data.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database],
            answer: ModuleData.shape(of: InviteSettings.shape), fields: .guild
        ) { [database] call, guild in
            guard let data = try await ModuleData.removed(of: guild, from: database, call) else {
                throw APIError.moduleDisabled
            }
            return data.answer
        }
    }

    private var delete: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/settings/delete",
            "Deletes all of the module's data, whether or not it is enabled.",
            group: Self.group, access: .administrators, input: .body, errors: [.badRequest],
            answer: ModuleData.shape(of: .nullable(InviteSettings.shape)), fields: .guild
        ) { [database] call, guild in
            let data = try await ModuleData.removed(of: guild, from: database, call)
            return (data ?? ModuleData()).answer
        }
    }
}

/// All that a guild has in this module: what enabling made, or disabling removed.
struct ModuleData: Sendable {
    var settings: InviteSettings?
    var invites: [KnownInvite] = []
    /// The newest thousand.
    var uses: [InviteUse] = []
    var usesTotal: Int64 = 0

    /// Disables the module and gives what there was; nil where it was disabled.
    @LoopActor
    static func removed(
        of guild: Snowflake, from database: Database, _ call: Call
    ) async throws -> ModuleData? {
        try await database.transaction(deadline: call.deadline) { transaction in
            let rows = try await transaction.run(SettingsSQL.disable, [.snowflake(guild)])
            guard let settings = rows.first.map(InviteSettings.init) else { return nil }
            let key: [SQLValue] = [.snowflake(guild), .int8(settings.enabling)]
            let invites = try await transaction.run(LinkSQL.list, key)
            let uses = try await transaction.run(UseSQL.newest, key)
            let total = try await transaction.run(UseSQL.count, key)
            return ModuleData(
                settings: settings, invites: invites.map(KnownInvite.init),
                uses: uses.map(InviteUse.init), usesTotal: total[0].int64(0))
        }
    }

    @LoopActor
    var answer: Answer {
        .data { writer in
            writer.beginObject()
            writer.key("settings")
            if let settings { settings.write(into: &writer) } else { writer.null() }
            writer.key("invites")
            writer.beginArray()
            if let settings {
                for invite in invites { invite.write(of: settings.guild, into: &writer) }
            }
            writer.endArray()
            writer.key("stats_uses")
            writer.beginArray()
            for use in uses { use.write(into: &writer) }
            writer.endArray()
            writer.field("stats_uses_total", usesTotal)
            writer.endObject()
        }
    }

    static func shape(of settings: Shape) -> Shape {
        .object([
            "settings": settings, "invites": .list(KnownInvite.shape),
            "stats_uses": .list(InviteUse.shape), "stats_uses_total": .integer,
        ])
    }
}
