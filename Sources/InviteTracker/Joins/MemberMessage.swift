import Modules

/// The message about a member who joined or left: sent once, with any number of requests and retries.
struct MemberMessage: Effect {
    let event: Announcer.Event
    let guild: Snowflake
    /// The join that the message is about, or that the leave ended.
    let use: Int64
    let announcer: Announcer
    /// Whether a request asks for it; in the background, a late message is dropped.
    let isAsked: Bool

    struct State: Sendable {
        let due: DueMessage
        let ids: [SQLValue]
        let draft: MessageDraft?
        let nonce: String
        var hasSearched: Bool
        /// It was searched for, and isn't there.
        var isAbsent = false
        var isTold = false
    }

    enum Step: Hashable, Sendable {
        case search
        case send
    }

    private static let mostPages = 10

    static var busy: any Error {
        APIError.discord("Another call is sending this message; try again later.")
    }

    var key: EffectKey {
        EffectKey(event == .joining ? .join : .leave, in: guild, subject: use)
    }

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, Void> {
        let deadline = Instant.now() + RequestContext.timeLimit
        let store = SettingsStore(database: claim.database)
        guard let settings = try await store.find(guild, deadline: deadline),
            let due = settings.due(event)
        else { return .nothing(()) }
        let ids: [SQLValue] = [
            .snowflake(guild), .int8(settings.enabling), .int8(use), .bool(event == .joining),
        ]
        let rows = try await claim.database.run(
            JoinSQL.untold, ids + [.bool(isAsked)], deadline: deadline)
        guard let row = rows.first else { return .nothing(()) }
        var columns = RowReader(row)
        let stored = InviteUse(&columns)
        let (current, joinedAt): (Int, Timestamp?) = (columns.next(), columns.next())
        claim.take(&columns)
        guard let member = stored.member else {
            try await claim.settle()
            return .nothing(())
        }
        var scene = VariableScene(guild: guild, user: Person(member))
        if event == .joining { scene.channel = due.channel }
        scene.add(stored, current: current)
        let time = joinedAt.map { "\($0.microseconds)" } ?? "join \(use)"
        let isForgotten = claim.firstSent.map { $0 > MessageSearch.nonceLimit } ?? false
        return .claimed(
            State(
                due: due, ids: ids, draft: try await draft(due, scene, claim),
                nonce: event.nonce(member, guild, time), hasSearched: !isForgotten))
    }

    /// Nil if there is nothing to send, or Discord refuses.
    private func draft(
        _ due: DueMessage, _ scene: VariableScene, _ claim: EffectClaim
    ) async throws(DiscordError) -> MessageDraft? {
        do throws(DiscordError) {
            return try await due.draft(scene, claim.calls)
        } catch {
            try announcer.note(error, in: guild)
            return nil
        }
    }

    nonisolated func next(_ state: State) -> Step? {
        guard !state.isTold, state.draft != nil else { return nil }
        return state.hasSearched ? .send : .search
    }

    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws {
        guard let draft = state.draft else { return }
        switch step {
        case .search:
            state.isTold = try await isThere(draft, state.due, claim)
            state.isAbsent = !state.isTold
        case .send:
            try await claim.begin("message", isAbsent: state.isAbsent)
            try claim.check()
            try await announcer.send(draft, nonce: state.nonce, state.due, claim.calls)
            state.isTold = true
        }
        state.hasSearched = true
    }

    /// Whether a message sent too long ago for its nonce exists. If there are too many messages to search, it counts as sent.
    private func isThere(
        _ draft: MessageDraft, _ due: DueMessage, _ claim: EffectClaim
    ) async throws(DiscordError) -> Bool {
        let bot = try await claim.calls.botID()
        let search = MessageSearch(of: claim, mostPages: Self.mostPages)
        let place = try await claim.calls.channel(due.channel, of: guild)
        let found = try await search.first(
            in: place, claim.calls,
            where: { $0.author?.id == bot && due.message.couldBe($0, as: draft) })
        if case .absent = found { return false }
        return true
    }

    func refused(
        _ step: Step, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        try announcer.note(error, in: guild)
        state.isTold = true
    }

    func settle(_ state: State, _ claim: EffectClaim) async throws {
        try await claim.settle([BoundStatement(JoinSQL.told, state.ids)])
    }
}
