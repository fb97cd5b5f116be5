import Modules

/// The posting of a panel's message. If it's interrupted, the caller got no success, so the reconciler deletes the message.
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
        // The module was disabled meanwhile, or another worker took over the claim.
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

/// Finds and deletes the messages of an interrupted posting, and deletes the panel.
@LoopActor
struct PanelPostingSearch {
    let panel: Panel

    /// The maximum number of pages of 100 messages to search.
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

    /// Recognized by the nonce, as long as Discord returns it, or by the content.
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

    /// A message with a panel of its own belongs to another request.
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
    /// Whether it may have been posted from the draft; compared when there is no nonce.
    fileprivate func says(_ draft: MessageDraft) -> Bool {
        guard reactions.isEmpty, webhook == nil else { return false }
        if let wanted = draft.content { return content == wanted && embeds.isEmpty }
        return content.isEmpty && !embeds.isEmpty
            && embeds.map(EmbedWords.init) == EmbedWords.all(of: draft.embeds ?? [])
    }
}

/// The texts by which embeds are compared.
private struct EmbedWords: Equatable {
    let title: String?
    let description: String?

    init(_ preview: EmbedPreview) {
        title = preview.title
        description = preview.description
    }

    /// Reads a JSON array of embeds.
    static func all(of json: [UInt8]) -> [EmbedWords] {
        let document = JSONDocument()
        return json.withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil else { return [] }
            return document.root.elements.compactMap(EmbedPreview.init).map(EmbedWords.init)
        }
    }
}
