import API
import Discord
import Effects
import Essentials
import EventLoop
import Postgres

/// The posting of a panel's message. Whoever asked for one that broke off got no answer, or an error: then the message goes, if there is one.
struct PanelPost: Effect {
    let key: EffectKey
    let channel: GuildChannel

    struct State: Sendable {
        let panel: Panel
        var posted: Panel?
    }

    static var busy: any Error {
        APIError.database(outcomeUnknown: false).because(
            "another posting of the panel takes too long")
    }

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, Panel> {
        let rows = try await claim.database.run(PanelSQL.claim, values)
        guard let panel = ClaimedPanel(rows, claim)?.found.panel, panel.state == .posting else {
            throw try await missing(claim)
        }
        return .claimed(State(panel: panel))
    }

    nonisolated func next(_ state: State) -> Panel? { state.posted == nil ? state.panel : nil }

    func perform(_ panel: Panel, _ state: inout State, _ claim: EffectClaim) async throws {
        try await claim.begin("message")
        try claim.check()
        let message = try await claim.calls.createMessage(
            PanelMessage.first(of: panel), in: channel)
        let finish = BoundStatement(
            PanelSQL.finishPosting, values + [.snowflake(message.id)])
        let rows: Rows?
        do {
            rows = try await claim.settle([finish])
        } catch is EffectClaim.Lost {
            rows = nil
        }
        state.posted = rows?.first.map { Panel($0) }
        guard state.posted == nil else { return }
        // Disabled meanwhile, or taken for dead.
        try? await claim.calls.deleteMessage(
            message.id, in: channel, reason: "The panel was given up")
        throw try await missing(claim)
    }

    func refused(
        _ step: Panel, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        if error.effect == .none {
            try await claim.settle([BoundStatement(PanelSQL.forgetPosting, values)])
        }
        throw error
    }

    func settle(_ state: State, _ claim: EffectClaim) async throws -> Panel {
        state.posted ?? state.panel
    }

    private var values: [SQLValue] { [.snowflake(key.guild), .int8(key.subject)] }

    private func missing(_ claim: EffectClaim) async throws -> APIError {
        try await PanelReader(database: claim.database).requireEnabled(
            key.guild, deadline: .now() + RequestContext.timeLimit)
        return .database(outcomeUnknown: false)
    }
}

/// Finds the messages that a posting has left, and deletes them with the panel.
@LoopActor
struct PanelPostingSearch {
    let panel: Panel

    /// Pages of 100 messages that are looked through.
    private static let pages = 10

    func undo(_ claim: EffectClaim) async throws {
        let calls = claim.calls
        do throws(DiscordError) {
            let channel = try await calls.channel(panel.channel, of: panel.guild)
            for message in try await posted(in: channel, calls, claim.database) {
                try await calls.deleteMessage(
                    message, in: channel, reason: "The panel was given up")
            }
        } catch {
            guard error.saysMessageIsGone || error == .foreign(.channel) else { throw error }
        }
        try await claim.settle([BoundStatement(PanelSQL.forgetPosting, panel.key)])
    }

    /// Known by their nonce, while Discord still shows it, or by what they say.
    private func posted(
        in channel: GuildChannel, _ calls: DiscordCalls, _ database: Database
    ) async throws(DiscordError) -> [Snowflake] {
        let (bot, wanted) = (try await calls.botID(), PanelMessage.first(of: panel))
        let search = MessageSearch(
            from: panel.createdAt, to: panel.createdAt + MessageSearch.callLimit,
            mostPages: Self.pages)
        var found: [Snowflake] = []
        var isKnown = false
        try await search.read(channel, calls) { message in
            guard message.author?.id == bot else { return true }
            if let nonce = message.nonce {
                if nonce == panel.nonce { (found, isKnown) = ([message.id], true) }
            } else if message.says(wanted) {
                found.append(message.id)
            }
            return !isKnown
        }
        return isKnown ? found : await withoutPanels(found, database)
    }

    /// A message that is a panel of its own was posted by somebody else's request.
    private func withoutPanels(
        _ messages: [Snowflake], _ database: Database
    ) async -> [Snowflake] {
        var left: [Snowflake] = []
        for message in messages {
            let rows = try? await database.run(
                PanelSQL.readForCheck,
                [.snowflake(panel.guild), .snowflake(message), .null(.int8), .null(.bytea)])
            if let rows, FoundPanel(rows) == nil { left.append(message) }
        }
        return left
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
