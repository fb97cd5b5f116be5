import Modules

/// The clean-up of a channel that was created on Discord but not stored in time, after a worker's crash or a lost response: finds
/// and deletes it. Idempotent.
struct ChannelCreation: Effect {
    let key: EffectKey

    struct State: Sendable {
        let creation: UnfinishedCreation
        /// The guild's channels in use.
        let used: Set<Snowflake>
        /// The channels to be deleted; nil until the guild's channels have been read.
        var left: [GuildChannel]?
    }

    enum Step: Sendable {
        case look
        case delete(GuildChannel)
    }

    static var busy: any Error {
        APIError.database(outcomeUnknown: false).because("the channel is being looked for already")
    }

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, Void> {
        let values: [SQLValue] = [.snowflake(key.guild), .int8(key.subject)]
        let rows = try await claim.database.run(CreationSQL.claim, values)
        guard let row = rows.first else { return .nothing(()) }
        var columns = RowReader(row)
        let creation = UnfinishedCreation(&columns)
        claim.take(&columns)
        let used = try await claim.database.run(CreationSQL.used, [.snowflake(key.guild)])
        return .claimed(
            State(
                creation: creation,
                used: Set(used.compactMap { $0.snowflakeIfPresent(0) })))
    }

    nonisolated func next(_ state: State) -> Step? {
        guard let left = state.left else { return .look }
        return left.first.map { .delete($0) }
    }

    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws {
        switch step {
        case .look:
            let channels = try await claim.calls.channels(of: key.guild)
            state.left = channels.filter { channel in
                !state.used.contains(channel.id) && state.creation.made(channel)
                    // A category that contains channels is in use by now.
                    && !channels.contains { $0.parent == channel.id }
            }.compactMap { GuildChannel($0, of: key.guild) }
        case .delete(let channel):
            try await claim.calls.deleteChannel(channel, reason: ChannelMaker.undone)
            state.left?.removeFirst()
        }
    }

    func refused(
        _ step: Step, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        if case .delete = step, error.isGone(.channel) {
            state.left?.removeFirst()
        } else if error.isGone(.guild) || error.isForbidden {
            // If the bot has left the guild or has no access, the channel is abandoned.
            state.left = []
        } else {
            throw error
        }
    }

    func settle(_ state: State, _ claim: EffectClaim) async throws {
        try await claim.settle([
            BoundStatement(
                CreationSQL.forget, [.snowflake(key.guild), .int8(key.subject)])
        ])
    }
}

/// A creation with an unknown result.
struct UnfinishedCreation: Hashable, Sendable {
    private let type: Int
    private let name: String
    private let parent: Snowflake?
    private let beganAt: Timestamp

    /// From the first columns of ``CreationSQL/claim``.
    fileprivate init(_ columns: inout RowReader) {
        type = columns.next()
        name = columns.next()
        parent = columns.next()
        beganAt = columns.next()
    }

    /// Whether a channel results from the creation: it has the same properties, and was made in the two minutes after.
    func made(_ channel: Channel) -> Bool {
        channel.type == type && channel.name == name && channel.parent == parent
            && channel.id.createdAt > beganAt - Self.clocksDiffer
            && channel.id.createdAt < beganAt + .seconds(120) + Self.clocksDiffer
    }

    private static let clocksDiffer = Duration.seconds(10)
}
