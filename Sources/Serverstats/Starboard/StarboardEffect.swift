import Modules

/// The starboard post of one message: reads the stars, and takes one step at a time until the post matches them.
struct StarboardEffect: Effect {
    let key: EffectKey
    /// The message's channel from a request; nil: the one in the entry.
    let channel: Snowflake?
    /// A time after the arrival of every waiting request; nil: no request waits.
    let asked: Timestamp?
    let metrics: StarboardMetrics

    struct State: Sendable {
        var entry: StarboardEntry
        let reading: StarReading
        /// The channel of the message.
        let channel: Snowflake
        /// The starboard's channel, and the stars it requires.
        let starboard: Snowflake
        let needed: Int
        var hasSearched = false
        var outcome: StarboardOutcome?
    }

    static let tooLong = APIError.discord(
        "Other calls for this message are still waiting for Discord; try again later.")
    static var busy: any Error { tooLong }

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, StarboardOutcome> {
        let rows = try await claim.database.runTogether(
            [
                Serverstats.lock.shared(key.guild),
                BoundStatement(StarboardSQL.forget, message),
                BoundStatement(
                    StarboardSQL.claim,
                    message + [.snowflakeOrNull(channel), .timestamptzOrNull(asked)]),
            ])
        guard let row = rows.first else { throw APIError.moduleDisabled }
        var columns = RowReader(row)
        let (starboard, needed): (Snowflake, Int) = (columns.next(), columns.next())
        guard !columns.next() else { return .nothing(.own) }
        claim.take(&columns)
        guard claim.isClaimed else { return .nothing(.answered) }
        let entry = StarboardEntry(&columns, claim)
        metrics.readings += 1
        let channel = channel ?? entry.originalChannel
        guard let reading = try await read(channel, needed, entry, claim) else {
            return .nothing(.gone)
        }
        return .claimed(
            State(
                entry: entry, reading: reading, channel: channel, starboard: starboard,
                needed: needed))
    }

    /// Nil if the message is gone; its entry is then deleted, as for a reported deletion.
    private func read(
        _ channel: Snowflake, _ needed: Int, _ entry: StarboardEntry, _ claim: EffectClaim
    ) async throws -> StarReading? {
        guard let id = Snowflake(rawValue: key.subject) else { return nil }
        do {
            let place = try await claim.calls.channel(
                channel, of: key.guild, field: "channel_id")
            return try await StarReading(of: id, in: place, needed: needed, claim.calls)
        } catch let error as DiscordError {
            guard error.isGone(.message, .channel) else { throw error }
        }
        // A wrong channel in a request says nothing about the message.
        if channel == entry.originalChannel {
            try await claim.settle([BoundStatement(StarboardSQL.drop, message)])
        } else if claim.inDoubt == nil {
            try await claim.settle()
        }
        return nil
    }

    func next(_ state: State) -> StarboardMachine.Step? {
        guard state.outcome != .foreignStarboard, state.outcome != .posted else { return nil }
        return StarboardMachine.step(
            state.entry, stars: state.reading.stars, needed: state.needed,
            hasSearched: state.hasSearched)
    }

    func refused(
        _ step: StarboardMachine.Step, _ error: DiscordError, _ state: inout State,
        _ claim: EffectClaim
    ) async throws {
        if step == .send(isNew: true) {
            // If it was refused and never sent before, there is no post. Otherwise there may be one.
            if error.isFinal { try await forgetPost(&state, claim) }
            throw error
        }
        guard
            StarboardMachine.givesUp(
                state.entry, at: step, after: error, starboard: state.starboard)
        else { throw error }
        try await forgetPost(&state, claim)
    }

    /// Steps whose result is still unknown remain in doubt.
    func settle(_ state: State, _ claim: EffectClaim) async throws -> StarboardOutcome {
        let read = BoundStatement(StarboardSQL.read, message + [.timestamptz(claim.claimedAt)])
        if claim.inDoubt == nil {
            try await claim.settle([read])
        } else {
            try await claim.write([read])
        }
        let rest = state.reading.stars < state.needed
        let outcome = state.outcome ?? (rest ? .tooFewStars : .unchanged)
        metrics.count(outcome)
        return outcome
    }

    var message: [SQLValue] { [.snowflake(key.guild), .int8(key.subject)] }

    func forgetPost(_ state: inout State, _ claim: EffectClaim) async throws {
        try await claim.clear([BoundStatement(StarboardSQL.forgetPost, message)])
        state.entry.forgetPost()
    }
}
