import Modules

/// The steps of a starboard post.
extension StarboardEffect {
    private static let removalReason = "Starboard: the message has too few stars"
    private static let orphanReason = "Starboard: the message's entry is gone"

    func perform(
        _ step: StarboardMachine.Step, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        switch step {
        case .send(let isNew): try await send(isNew: isNew, &state, claim)
        case .search: try await search(&state, claim)
        case .edit(let post): try await edit(post, &state, claim)
        case .remove(let post): try await remove(post, &state, claim)
        case .conclude: try await forgetPost(&state, claim)
        }
    }

    private func send(isNew: Bool, _ state: inout State, _ claim: EffectClaim) async throws {
        if isNew {
            guard let target = try await ownStarboard(state, claim) else {
                state.outcome = .foreignStarboard
                return
            }
            try await AgeRestriction.check(
                from: place(state.channel, claim), to: target, claim.calls)
            try claim.check()
        }
        let target = isNew ? state.starboard : state.entry.channel ?? state.starboard
        let attempt = try await claim.begin(
            StarboardEntry.State.posting.rawValue, isAbsent: state.hasSearched,
            [
                BoundStatement(
                    StarboardSQL.send, message + [.snowflake(target), .bool(isNew)])
            ])
        state.entry.state = .posting
        state.entry.channel = target
        let draft = post(state).draft(
            of: state.reading.message, stars: state.reading.stars, attempt: attempt)
        let sent = try await claim.calls.createMessage(draft, in: place(target, claim))
        try await keep(sent.id, attempt, &state, claim)
    }

    /// Stores the post. If the claim was lost meanwhile, or the entry is gone, the post may be an orphan, which is deleted.
    private func keep(
        _ sent: Snowflake, _ attempt: Int64, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        do {
            let noted = try await note(sent, stars: state.reading.stars, claim)
            guard noted != nil else { throw EffectClaim.Lost() }
            state.entry.adopt(sent)
            state.entry.stars = state.reading.stars
            state.outcome = .posted
        } catch let lost as EffectClaim.Lost {
            let entry = try await doubt(claim)
            if StarboardMachine.isOrphan(sent, attempt: attempt, now: entry),
                let channel = state.entry.channel
            {
                try? await claim.calls.deleteMessage(
                    sent, in: place(channel, claim), reason: Self.orphanReason)
            }
            throw lost
        }
    }

    /// Returns whether the post exists, false if it was deleted at once; nil if the entry is gone.
    private func note(
        _ post: Snowflake, stars: Int?, _ claim: EffectClaim
    ) async throws -> Bool? {
        let values =
            message + [
                .snowflake(post), .int4OrNull(stars.map { Int32(clamping: $0) }),
            ]
        return try await claim.clear([BoundStatement(StarboardSQL.sent, values)]).first?.bool(0)
    }

    /// Marks the entry's stars as unknown after the claim was lost; nil if there is no entry.
    private func doubt(
        _ claim: EffectClaim
    ) async throws(DatabaseError) -> (attempt: Int64?, post: Snowflake?)? {
        let rows = try await claim.database.run(StarboardSQL.doubt, message)
        return rows.first.map { ($0.int64IfPresent(0), $0.snowflakeIfPresent(1)) }
    }

    private func search(_ state: inout State, _ claim: EffectClaim) async throws {
        guard let target = state.entry.channel else { return }
        let (post, bot) = (post(state), try await claim.calls.botID())
        let found = try await MessageSearch(of: claim).first(in: place(target, claim), claim.calls)
        {
            post.isShown(by: $0, bot: bot)
        }
        guard case .found(let message) = found else {
            state.hasSearched = true
            return
        }
        switch try await note(message.id, stars: nil, claim) {
        case true?: state.entry.adopt(message.id)
        case false?: state.entry.forgetPost()
        case nil: throw EffectClaim.Lost()
        }
    }

    private func edit(
        _ message: Snowflake, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        guard let target = state.entry.channel else { return }
        try await begin(.editing, claim)
        let stars = state.reading.stars
        _ = try await claim.calls.editMessage(
            message, in: place(target, claim), to: post(state).edit(stars: stars))
        do {
            let values = self.message + [.int4(Int32(clamping: stars))]
            try await claim.clear([BoundStatement(StarboardSQL.edited, values)])
        } catch let lost as EffectClaim.Lost {
            // Our edit may have overtaken a newer one.
            _ = try await doubt(claim)
            throw lost
        }
        (state.entry.state, state.entry.stars) = (.settled, stars)
        state.outcome = .edited
    }

    private func remove(
        _ message: Snowflake, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        guard let target = state.entry.channel else { return }
        try await begin(.removing, claim)
        do throws(DiscordError) {
            try await claim.calls.deleteMessage(
                message, in: place(target, claim), reason: Self.removalReason)
        } catch {
            // It may have been deleted already.
            guard error.isGone(.message, .channel) else { throw error }
        }
        try await forgetPost(&state, claim)
        state.outcome = .removed
    }

    private func begin(_ what: StarboardEntry.State, _ claim: EffectClaim) async throws {
        try await claim.begin(
            what.rawValue, [BoundStatement(StarboardSQL.begin, message)])
        try claim.check()
    }

    private func post(_ state: State) -> StarboardPost {
        // The key's subject is an integer; the reading has the typed id.
        StarboardPost(
            guild: key.guild, channel: state.channel, message: state.reading.message.id)
    }

    /// Nil if the settings name another guild's channel, which older versions didn't check.
    private func ownStarboard(
        _ state: State, _ claim: EffectClaim
    ) async throws(DiscordError) -> GuildChannel? {
        do throws(DiscordError) {
            return try await place(state.starboard, claim)
        } catch {
            guard error == .foreign(.channel) else { throw error }
            return nil
        }
    }

    private func place(
        _ channel: Snowflake, _ claim: EffectClaim
    ) async throws(DiscordError) -> GuildChannel {
        try await claim.calls.channel(channel, of: key.guild)
    }
}
