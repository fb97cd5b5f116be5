import Modules

/// A guild's data in this module, which `enable` and `disable` answer with.
@LoopActor
struct ModuleData {
    var settings: InviteSettings?
    /// Read while being sent; nil: none.
    var invites: StreamedList?
    /// The newest thousand joins.
    var uses: [InviteUse] = []
    var usesTotal: Int64 = 0

    /// Disables the module and returns its data; nil if it was disabled already.
    static func removed(
        of guild: Snowflake, from database: Database, _ context: RequestContext
    ) async throws -> ModuleData? {
        let removed = try await database.transaction(deadline: context.deadline) {
            transaction -> Removed? in
            let rows = try await transaction.run(SettingsSQL.disable, [.snowflake(guild)])
            guard let settings = rows.first.map(InviteSettings.init) else { return nil }
            let key: [SQLValue] = [.snowflake(guild), .int8(settings.enabling)]
            let invites = try await transaction.run(LinkSQL.page, key + [.text("")])
            let uses = try await transaction.run(UseSQL.newest, key)
            let total = try await transaction.run(UseSQL.count, key)
            return Removed(settings: settings, invites: invites, uses: uses, total: total)
        }
        guard let removed else { return nil }
        return ModuleData(
            settings: removed.settings,
            invites: removed.settings.invites(in: database, first: removed.invites),
            uses: removed.uses.map { InviteUse($0) },
            usesTotal: removed.total.first?.int64(0) ?? 0)
    }

    /// The rows read by the transaction.
    private struct Removed {
        let settings: InviteSettings
        let invites: Rows
        let uses: Rows
        let total: Rows
    }

    func answer() async throws -> Answer {
        let lists = [
            invites ?? StreamedList("invites", [KnownInvite]()),
            StreamedList("stats_uses", uses),
        ]
        return try await .lists(lists) { [settings, usesTotal] writer in
            writer.field("settings", settings)
            writer.field("stats_uses_total", usesTotal)
        }
    }

    nonisolated static func shape(of settings: Shape) -> Shape {
        .object([
            "settings": settings, "stats_uses_total": .integer,
            "invites": .list(KnownInvite.shape), "stats_uses": .list(InviteUse.shape),
        ])
    }
}

extension InviteSettings {
    /// The activation's known invites. - Parameter first: their first page, if it has already been read.
    @LoopActor
    func invites(in database: Database, first: Rows? = nil) -> StreamedList {
        InviteList(database: database).streamed(guild, enabling, first: first)
    }
}
