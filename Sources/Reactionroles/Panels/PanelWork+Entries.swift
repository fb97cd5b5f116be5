import API
import Discord
import Essentials
import Postgres

/// What a new entry is to be.
struct EntryDraft: Sendable {
    let roles: [Snowflake]
    let emoji: Emoji
    let text: String?
    let description: String?
}

/// The changes of a panel's entries.
extension PanelWork {
    func add(
        _ draft: EntryDraft, to found: FoundPanel, _ guildRoles: GuildRoles
    ) async throws -> Entry {
        let panel = found.panel
        try PanelRules.check(text: draft.text, description: draft.description, on: panel.type)
        try PanelRules.check(adding: draft.emoji, to: found.entries, of: panel.type)
        try await require(draft.roles, of: panel, guildRoles)
        let mark = try await mark(panel)
        let entry = Entry(
            id: mark.entry, panel: panel.id, guild: panel.guild, roles: draft.roles,
            emoji: draft.emoji, text: draft.text, description: draft.description)
        do {
            try await touch(found, mark, isSingle: true) { screen throws(DiscordError) in
                try await screen.add(entry, to: panel, found.entries + [entry])
            }
        } catch let error as DiscordError {
            throw error.asRefusedEntry
        }
        _ = try await complete(
            EntrySQL.insert, panel, fence: mark.fence,
            [
                .int8(entry.id), .int8Array(entry.roles.map(\.rawValue)),
                .text(entry.emoji.name ?? ""), .snowflakeOrNull(entry.emoji.id),
                .text(entry.emoji.key), .textOrNull(entry.text), .textOrNull(entry.description),
                .int8(Int64(panel.type.maximumEntries)),
            ])
        return entry
    }

    func change(
        _ entry: Entry, to changed: Entry, on found: FoundPanel, _ guildRoles: GuildRoles
    ) async throws {
        let panel = found.panel
        try PanelRules.check(
            text: changed.text, description: changed.description, on: panel.type)
        // What the entry gives already is no less given for being looked at by somebody with fewer rights.
        try await require(changed.roles, keeping: entry.roles, of: panel, guildRoles)
        var fence = panel.fence
        if panel.type.hasComponents,
            (changed.text, changed.description) != (entry.text, entry.description)
        {
            let mark = try await mark(panel)
            fence = mark.fence
            let entries = found.entries.map { $0.id == entry.id ? changed : $0 }
            do {
                try await touch(found, mark, isSingle: true) { screen throws(DiscordError) in
                    try await screen.showComponents(of: panel, entries)
                }
            } catch let error as DiscordError {
                throw error.asRefusedEntry
            }
        }
        _ = try await complete(
            EntrySQL.change, panel, fence: fence,
            [
                .int8(entry.id), .int8Array(changed.roles.map(\.rawValue)),
                .textOrNull(changed.text), .textOrNull(changed.description),
            ])
    }

    func remove(_ entry: Entry, from found: FoundPanel) async throws {
        let panel = found.panel
        let mark = try await mark(panel)
        try await touch(found, mark, isSingle: panel.type.hasComponents) {
            screen throws(DiscordError) in
            try await screen.remove(
                entry, from: panel, found.entries.filter { $0.id != entry.id })
        }
        _ = try await complete(EntrySQL.delete, panel, fence: mark.fence, [.int8(entry.id)])
    }

    private func require(
        _ roles: [Snowflake], keeping kept: [Snowflake] = [], of panel: Panel,
        _ guildRoles: GuildRoles
    ) async throws {
        let rules = try await guildRoles.rules(of: panel.guild, calls)
        if let refusal = rules.refusal(of: roles, keeping: kept) {
            throw APIError.unprocessable(refusal)
        }
    }
}

extension DiscordError {
    /// What Discord finds wrong with an entry is the caller's to mend.
    fileprivate var asRefusedEntry: any Error {
        guard case .refused(let status, let code, _) = self, status == 400 || code == 30010 else {
            return self
        }
        return APIError.unprocessable(words)
    }
}
