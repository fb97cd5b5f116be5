import Modules

/// The endpoints home, status, enable, disable and delete.
extension InviteTracker {
    var moduleEndpoints: [Endpoint] {
        [
            module.home("This is the invite tracker module of the API."),
            module.status, enable,
            module.disable(answer: Self.shape, remove),
            module.delete(
                "settings/delete", answer: ModuleData.shape(of: .nullable(InviteSettings.shape)),
                nothing: { try await ModuleData().answer() }, remove),
        ]
    }

    private static let shape = ModuleData.shape(of: InviteSettings.shape)

    private var enable: Endpoint {
        module.enable(
            "Enables the module, with everything off, and reads the guild's invites from Discord.",
            answer: Self.shape
        ) { [self] guild, context in
            let rows = try await database.run(
                SettingsSQL.enable, [.snowflake(guild)], deadline: context.deadline)
            guard let settings = rows.first.map(InviteSettings.init) else { return nil }
            await module.settle(after: settings.enabledAt)
            let isRead = await readInvites(of: settings, context)
            return try await ModuleData(
                settings: settings, invites: isRead ? settings.invites(in: database) : nil
            ).answer()
        }
    }

    /// Reads the guild's invites. If Discord fails, the next join reads them, and is itself of unknown origin.
    private func readInvites(of settings: InviteSettings, _ context: RequestContext) async -> Bool {
        do {
            try await desk.read(settings.guild, settings.enabling, discord.acting(for: context))
            return true
        } catch {
            log.info(
                "the invites of a guild couldn't be read when it was enabled",
                ["guild": settings.guild.description, "error": "\(error)"])
            return false
        }
    }

    private var remove: Module.Change {
        { [database] guild, context in
            try await ModuleData.removed(of: guild, from: database, context)?.answer()
        }
    }
}
