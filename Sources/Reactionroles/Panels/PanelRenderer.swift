import Modules

/// Renders a panel and its entries into its message on Discord.
@LoopActor
struct PanelRenderer {
    let calls: DiscordCalls
    private let place: Snowflake
    private let guild: Snowflake
    let message: Snowflake
    let isOwn: Bool

    init(_ calls: DiscordCalls, of panel: Panel, message: Snowflake) {
        self.calls = calls
        self.message = message
        place = panel.channel
        guild = panel.guild
        isOwn = panel.isOwn
    }

    private var channel: GuildChannel {
        get async throws(DiscordError) { try await calls.channel(place, of: guild) }
    }

    /// Adds an entry; `entries` includes it.
    func add(_ entry: Entry, to panel: Panel, _ entries: [Entry]) async throws(DiscordError) {
        if panel.type.hasComponents { return try await showComponents(of: panel, entries) }
        try await calls.addReaction(entry.emoji, to: message, in: channel)
    }

    /// Removes an entry; `entries` are the remaining ones.
    func remove(
        _ entry: Entry, from panel: Panel, _ entries: [Entry]
    ) async throws(DiscordError) {
        if panel.type.hasComponents { return try await showComponents(of: panel, entries) }
        try await takeAway(entry.emoji)
    }

    func showComponents(of panel: Panel, _ entries: [Entry]) async throws(DiscordError) {
        guard isOwn else { return }
        var draft = MessageDraft()
        draft.components = PanelComponents.json(of: panel, entries)
        _ = try await calls.editMessage(message, in: channel, to: draft)
    }

    /// Renders everything, whatever the message shows now. After a change of type, the old type's parts are removed.
    func show(_ found: FoundPanel) async throws(DiscordError) {
        let panel = found.panel
        if isOwn {
            _ = try await calls.editMessage(
                message, in: channel, to: PanelMessage.draft(of: panel, found.entries))
        }
        try await showReactions(panel.type == .emoji ? found.entries.map(\.emoji) : [])
    }

    /// Removes the bot's unwanted reactions, and adds the missing ones.
    private func showReactions(_ wanted: [Emoji]) async throws(DiscordError) {
        let shown = try await calls.message(message, in: channel).reactions.filter(\.isOwn)
            .map(\.emoji)
        for emoji in shown where !wanted.contains(where: { $0.key == emoji.key }) {
            try await takeAway(emoji)
        }
        for emoji in wanted where !shown.contains(where: { $0.key == emoji.key }) {
            try await calls.addReaction(emoji, to: message, in: channel)
        }
    }

    /// Removes everybody's reactions from our own message if permitted; from others' messages only the bot's own.
    private func takeAway(_ emoji: Emoji) async throws(DiscordError) {
        if isOwn {
            do throws(DiscordError) {
                return try await calls.clearReactions(emoji, from: message, in: channel)
            } catch {
                guard error.isForbidden else { return try error.unlessReactionIsGone() }
            }
        }
        do throws(DiscordError) {
            try await calls.removeOwnReaction(emoji, from: message, in: channel)
        } catch {
            try error.unlessReactionIsGone()
        }
    }

    /// Removes the panel: our own message, or the bot's reactions on a registered one. If they are already gone, that's no error.
    func clear(_ entries: [Entry], of panel: Panel) async throws(DiscordError) {
        do throws(DiscordError) {
            if isOwn {
                return try await calls.deleteMessage(
                    message, in: channel, reason: "Reaction role panel deleted")
            }
            for entry in entries { try await takeAway(entry.emoji) }
        } catch {
            guard error.saysMessageIsGone else { throw error }
        }
    }
}

/// The content of a panel's message.
enum PanelMessage {
    /// The complete message; unused parts are emptied, so that an edit clears old content.
    static func draft(of panel: Panel, _ entries: [Entry]) -> MessageDraft {
        var draft = text(of: panel)
        draft.content = draft.content ?? ""
        draft.embeds = draft.embeds ?? Array("[]".utf8)
        draft.components = PanelComponents.json(of: panel, entries)
        return draft
    }

    /// The message as first posted, without components.
    static func first(of panel: Panel) -> MessageDraft {
        var draft = text(of: panel)
        draft.nonce = panel.nonce
        return draft
    }

    /// Panels don't support variables, so those in the text are left as written.
    private static func text(of panel: Panel) -> MessageDraft {
        let stored = try? StoredMessage(panel.content ?? "", isEmbed: panel.isEmbed)
        return stored?.draft([:], mentioning: []) ?? MessageDraft()
    }
}

extension DiscordError {
    /// The message or its channel doesn't exist, or no longer.
    var saysMessageIsGone: Bool { isGone(.message, .channel) }

    /// Removing a reaction or emoji that doesn't exist is no error.
    func unlessReactionIsGone() throws(DiscordError) {
        if case .refused(_, let code, _) = self, code == 10014 || code == 10036 { return }
        throw self
    }
}
