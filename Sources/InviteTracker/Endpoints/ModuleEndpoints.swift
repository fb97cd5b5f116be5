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
            let isRead = await readInvites(of: settings, call)
            return try await ModuleData(
                settings: settings, invites: isRead ? settings.invites(in: database) : nil
            ).answer()
        }
    }

    /// More than what workers know too little of the database's clock.
    private static let settlingTime = Duration.milliseconds(20)

    /// Reads the guild's invites. Where Discord fails, the next join reads them, and is itself of unknown origin.
    private func readInvites(of settings: InviteSettings, _ call: Call) async -> Bool {
        do {
            try await desk.read(settings.guild, settings.enabling, discord.acting(for: call))
            return true
        } catch {
            log.info(
                "the invites of a guild couldn't be read when it was enabled",
                ["guild": settings.guild.description, "error": "\(error)"])
            return false
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
            return try await data.answer()
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
            return try await (data ?? ModuleData()).answer()
        }
    }
}
