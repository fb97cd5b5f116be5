import API
import Discord
import Effects
import Essentials
import EventLoop
import Modules
import Postgres

/// A message's post in the starboard: the stars are read, and the post is made to fit them, step by step.
struct StarboardEffect: Effect {
    let key: EffectKey
    /// The message's channel as a request names it; nil: as it was told when the entry was made.
    let channel: Snowflake?
    /// A time after which nobody asked; nil: it's for nobody in particular.
    let asked: Timestamp?
    let counts: StarboardCounts

    struct State: Sendable {
        var entry: StarboardEntry
        let reading: StarReading
        /// The message's channel.
        let channel: Snowflake
        /// The starboard's channel and how many stars it asks for.
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
            ], deadline: .now() + .seconds(5))
        guard let row = rows.first else { throw APIError.moduleDisabled }
        guard !row.bool(2) else { return .nothing(.own) }
        guard !row.isNull(7) else { return .nothing(.answered) }
        claim.take(row, from: 7)
        let entry = StarboardEntry(row, from: 3, claim)
        counts.readings += 1
        let (channel, needed) = (channel ?? entry.originalChannel, row.int(1))
        guard let reading = try await read(channel, needed, entry, claim) else {
            return .nothing(.gone)
        }
        return .claimed(
            State(
                entry: entry, reading: reading, channel: channel, starboard: row.snowflake(0),
                needed: needed))
    }

    /// Nil where the message is gone, and its entry too, as if its deletion had been told.
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
        // A wrong channel says nothing about the message.
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
            // Refused, and never sent before: there's no post. Otherwise there may be one.
            if error.isFinal { try await forgetPost(&state, claim) }
            throw error
        }
        guard
            StarboardMachine.givesUp(
                state.entry, at: step, after: error, starboard: state.starboard)
        else { throw error }
        try await forgetPost(&state, claim)
    }

    /// What can't be known yet stays in doubt.
    func settle(_ state: State, _ claim: EffectClaim) async throws -> StarboardOutcome {
        let read = BoundStatement(StarboardSQL.read, message + [.timestamptz(claim.claimedAt)])
        if claim.inDoubt == nil {
            try await claim.settle([read])
        } else {
            try await claim.write([read])
        }
        let rest = state.reading.stars < state.needed
        let outcome = state.outcome ?? (rest ? .tooFewStars : .unchanged)
        counts.count(outcome)
        return outcome
    }

    var message: [SQLValue] { [.snowflake(key.guild), .int8(key.subject)] }

    func forgetPost(_ state: inout State, _ claim: EffectClaim) async throws {
        try await claim.clear([BoundStatement(StarboardSQL.forgetPost, message)])
        state.entry.forgetPost()
    }
}
