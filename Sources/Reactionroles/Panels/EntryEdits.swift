import Modules

/// The creation of an entry.
struct EntryDraft: PanelEdit {
    let roles: [Snowflake]
    let emoji: Emoji
    let text: String?
    let description: String?
    let guildRoles: GuildRoles

    func plan(
        _ found: FoundPanel, entry id: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Entry> {
        let panel = found.panel
        try PanelRules.check(text: text, description: description, on: panel.type)
        try PanelRules.check(adding: emoji, to: found.entries, of: panel.type)
        try await guildRoles.require(roles, of: panel, calls)
        let entry = Entry(
            id: id, panel: panel.id, guild: panel.guild, roles: roles, emoji: emoji, text: text,
            description: description)
        let values: [SQLValue] = [
            .int8(id), .int8Array(roles.map(\.rawValue)), .text(emoji.name ?? ""),
            .snowflakeOrNull(emoji.id), .text(emoji.key), .textOrNull(text),
            .textOrNull(description), .int8(Int64(panel.type.maximumEntries)),
        ]
        var plan = PanelPlan(
            statement: BoundStatement(EntrySQL.insert, panel.key + values)
        ) { _ in entry }
        plan.isSingle = true
        plan.refusal = \.asRefusedEntry
        plan.show = { screen throws(DiscordError) in
            try await screen.add(entry, to: panel, found.entries + [entry])
        }
        return plan
    }
}

/// The change of an entry by a PUT.
struct EntryChange: PanelEdit {
    /// As the path names it.
    let entry: String
    let roles: [Snowflake]
    let text: String?
    let description: String?
    let guildRoles: GuildRoles

    func plan(
        _ found: FoundPanel, entry id: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Entry> {
        let (panel, old) = (found.panel, try found.require(entry))
        try PanelRules.check(text: text, description: description, on: panel.type)
        // The caller may keep roles that the entry already gives, even those beyond the caller's own rights.
        try await guildRoles.require(roles, keeping: old.roles, of: panel, calls)
        var changed = old
        (changed.roles, changed.text, changed.description) = (roles, text, description)
        let new = changed
        var plan = PanelPlan(
            statement: BoundStatement(
                EntrySQL.change,
                panel.key + [
                    .int8(old.id), .int8Array(roles.map(\.rawValue)), .textOrNull(text),
                    .textOrNull(description),
                ])
        ) { _ in new }
        plan.isSingle = true
        plan.refusal = \.asRefusedEntry
        if panel.type.hasComponents, (text, description) != (old.text, old.description) {
            let entries = found.entries.map { $0.id == old.id ? new : $0 }
            plan.show = { screen throws(DiscordError) in
                try await screen.showComponents(of: panel, entries)
            }
        }
        return plan
    }
}

/// The deletion of an entry.
struct EntryDeletion: PanelEdit {
    /// As the path names it.
    let entry: String

    func plan(
        _ found: FoundPanel, entry id: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Entry> {
        let (panel, old) = (found.panel, try found.require(entry))
        var plan = PanelPlan(
            statement: BoundStatement(EntrySQL.delete, panel.key + [.int8(old.id)])
        ) { _ in old }
        plan.isSingle = panel.type.hasComponents
        plan.show = { screen throws(DiscordError) in
            try await screen.remove(
                old, from: panel, found.entries.filter { $0.id != old.id })
        }
        return plan
    }
}

extension GuildRoles {
    /// - Throws: 422 if the bot or the caller may not give one of the roles.
    fileprivate func require(
        _ roles: [Snowflake], keeping kept: [Snowflake] = [], of panel: Panel,
        _ calls: DiscordCalls
    ) async throws {
        let rules = try await rules(of: panel.guild, calls)
        if let refusal = rules.refusal(of: roles, keeping: kept) {
            throw APIError.unprocessable(refusal, field: "role_ids")
        }
    }
}

extension DiscordError {
    /// A refusal by Discord because of the entry itself becomes a 422.
    fileprivate var asRefusedEntry: any Error {
        guard case .refused(let status, let code, _) = self, status == 400 || code == 30010 else {
            return self
        }
        return APIError.unprocessable(words)
    }
}
