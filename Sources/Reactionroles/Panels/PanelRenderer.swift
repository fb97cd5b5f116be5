import Discord
import Essentials
import EventLoop

/// The message of a panel at Discord: makes it show what the panel and its entries say.
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

    /// One more entry; `entries` are all from now on.
    func add(_ entry: Entry, to panel: Panel, _ entries: [Entry]) async throws(DiscordError) {
        if panel.type.hasComponents { return try await showComponents(of: panel, entries) }
        try await calls.addReaction(entry.emoji, to: message, in: channel)
    }

    /// One entry less; `entries` are those left.
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

    /// Everything, whatever it shows now. A panel that became another type loses what the old one had.
    func show(_ found: FoundPanel) async throws(DiscordError) {
        let panel = found.panel
        if isOwn {
            _ = try await calls.editMessage(
                message, in: channel, to: PanelMessage.draft(of: panel, found.entries))
        }
        try await showReactions(panel.type == .emoji ? found.entries.map(\.emoji) : [])
    }

    /// What only the bot reacts with and isn't wanted goes; what is wanted and isn't there comes.
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

    /// From our own message everybody's reactions, where the bot may; from others' only its own.
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

    /// The panel goes: our own message, or the bot's reactions on somebody's. What is gone already is no error.
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

/// What a panel's message is made of.
enum PanelMessage {
    /// All of it: what isn't wanted is emptied, so that an edit leaves nothing of before.
    static func draft(of panel: Panel, _ entries: [Entry]) -> MessageDraft {
        var draft = text(of: panel)
        draft.content = draft.content ?? ""
        draft.embeds = draft.embeds ?? Array("[]".utf8)
        draft.components = PanelComponents.json(of: panel, entries)
        return draft
    }

    /// As it's posted first.
    static func first(of panel: Panel) -> MessageDraft {
        var draft = text(of: panel)
        draft.nonce = panel.nonce
        return draft
    }

    /// Panels support no variables, so that those in the text stay as they're written.
    private static func text(of panel: Panel) -> MessageDraft {
        let stored = try? StoredMessage(panel.content ?? "", isEmbed: panel.isEmbed)
        return stored?.draft([:], mentioning: []) ?? MessageDraft()
    }
}

extension DiscordError {
    /// The message or its channel doesn't exist any more.
    var saysMessageIsGone: Bool { isGone(.message, .channel) }

    /// A reaction or emoji that isn't there needs no removing.
    func unlessReactionIsGone() throws(DiscordError) {
        if case .refused(_, let code, _) = self, code == 10014 || code == 10036 { return }
        throw self
    }
}
