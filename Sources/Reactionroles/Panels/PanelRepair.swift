import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Looks after panels whose message may differ from the rows, after a crash or a failure: what was being posted is undone, what was
/// being deleted is completed, and what stands is shown again.
@LoopActor
struct PanelRepair {
    let database: Database
    let discord: DiscordClient

    /// Repairs a panel, unless somebody is changing it right now. True where something was done.
    func perform(guild: Snowflake, panel: Int64) async throws -> Bool {
        let key = LockKey("reactionroles panel", guild.rawValue, panel)
        return try await database.direct.withLockIfFree(key) { lock in
            let work = PanelWork(
                database: database,
                calls: discord.actingInBackground(
                    in: guild, waitLimit: .now() + DiscordCalls.longestWait),
                lock: lock)
            do {
                try await perform(guild, panel, work)
            } catch is APIError {
                // The panel is gone, with its message.
            } catch {
                _ = try? await work.run(
                    PanelSQL.postponeRepair, [.snowflake(guild), .int8(panel)])
                throw error
            }
            return true
        } ?? false
    }

    private func perform(_ guild: Snowflake, _ id: Int64, _ work: PanelWork) async throws {
        let rows = try await work.run(PanelSQL.readAny, [.snowflake(guild), .int8(id)])
        guard let found = FoundPanel(rows), found.panel.isSuspect else { return }
        switch found.panel.state {
        case .standing: try await work.repair(found)
        case .posting: try await undoPosting(found.panel, work)
        case .deleting: try await completeDeletion(found, work)
        }
    }

    private func completeDeletion(_ found: FoundPanel, _ work: PanelWork) async throws {
        guard let screen = work.screen(of: found.panel) else { return }
        let mark = try await work.mark(found.panel, as: .deleting)
        try await screen.clear(found.entries, of: found.panel, reason: Self.reason)
        _ = try await work.complete(
            PanelSQL.delete, found.panel, fence: mark.fence, [.bool(true)])
    }

    /// Whoever asked for it got no answer, or an error: the message goes, if there is one.
    private func undoPosting(_ panel: Panel, _ work: PanelWork) async throws {
        do throws(DiscordError) {
            let channel = try await work.calls.channel(panel.channel, of: panel.guild)
            for message in try await posted(panel, in: channel, work.calls) {
                try await work.calls.deleteMessage(message, in: channel, reason: Self.reason)
            }
        } catch {
            guard error.saysMessageIsGone || error == .foreign(.channel) else { throw error }
        }
        _ = try await work.run(
            PanelSQL.forgetPosting, [.snowflake(panel.guild), .int8(panel.id)])
    }

    /// The messages that the posting may have made: known by their nonce, while Discord still shows it, or by what they say.
    private func posted(
        _ panel: Panel, in channel: GuildChannel, _ calls: DiscordCalls
    ) async throws(DiscordError) -> [Snowflake] {
        let bot = try await calls.botID()
        let wanted = PanelMessage.first(of: panel)
        var found: [Snowflake] = []
        var last = Snowflake(createdAt: panel.createdAt, plus: -Self.margin)
        guard let end = Snowflake(createdAt: panel.createdAt, plus: Self.margin) else { return [] }
        for _ in 0..<Self.pages {
            let page = try await calls.messages(in: channel, after: last, limit: 100)
            for message in page where message.author?.id == bot && message.id < end {
                if let nonce = message.nonce {
                    if nonce == panel.nonce { return [message.id] }
                } else if message.says(wanted) {
                    found.append(message.id)
                }
            }
            guard page.count == 100, let newest = page.map(\.id).max(), newest < end else { break }
            last = newest
        }
        return try await withoutPanels(found, panel)
    }

    /// A message that is a panel of its own was posted by somebody else's request.
    private func withoutPanels(
        _ messages: [Snowflake], _ panel: Panel
    ) async throws(DiscordError) -> [Snowflake] {
        var left: [Snowflake] = []
        for message in messages {
            let rows = try? await database.run(
                PanelSQL.readForCheck,
                [.snowflake(panel.guild), .snowflake(message), .null(.int8), .null(.bytea)],
                deadline: .now() + Call.timeLimit)
            if let rows, FoundPanel(rows) == nil { left.append(message) }
        }
        return left
    }

    /// Pages of 100 messages that are looked through.
    private static let pages = 10
    /// Seconds by which Discord's clock may differ from the database's, and that a posting may take.
    private static let margin: Int64 = 60
    private static let reason = "Reaction role panel"
}

extension Snowflake {
    /// The id that Discord makes so many seconds after a time, or the first one there is.
    fileprivate init?(createdAt time: Timestamp, plus seconds: Int64) {
        let milliseconds = time.microseconds / 1000 - 1_420_070_400_000 + seconds * 1000
        self.init(rawValue: max(1, milliseconds) << 22)
    }
}

extension Message {
    /// Whether it could be what a draft made: no nonce told them apart.
    fileprivate func says(_ draft: MessageDraft) -> Bool {
        guard reactions.isEmpty, webhook == nil else { return false }
        if let wanted = draft.content { return content == wanted && embeds.isEmpty }
        return content.isEmpty && !embeds.isEmpty
            && embeds.map(EmbedWords.init) == EmbedWords.all(of: draft.embeds ?? [])
    }
}

/// What embeds are told apart by.
private struct EmbedWords: Equatable {
    let title: String?
    let description: String?

    init(_ preview: EmbedPreview) {
        title = preview.title
        description = preview.description
    }

    /// Of a JSON array.
    static func all(of json: [UInt8]) -> [EmbedWords] {
        let document = JSONDocument()
        return json.withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil else { return [] }
            return document.root.elements.compactMap(EmbedPreview.init).map(EmbedWords.init)
        }
    }
}
