import Modules

/// Starts readings of guilds' invites from Discord.
@LoopActor
struct InviteReader {
    let reconciler: Reconciler

    /// Reads the guild's invites once and settles the open joins; does nothing if the module is disabled.
    /// - Parameters:
    ///   - isResync: whether to drop uses whose joins weren't reported.
    ///   - isNeeded: called under the guild's lock; false: a concurrent reading has done it.
    /// - Returns: the invites listed by Discord; nil if no reading was needed.
    @discardableResult
    func read(
        _ guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls, isResync: Bool = false,
        isNeeded: @escaping @Sendable @LoopActor () async throws -> Bool = { true }
    ) async throws -> [KnownInvite]? {
        try await run(
            InviteReading(
                guild: guild, enabling: enabling, isResync: isResync, isNeeded: isNeeded), calls)
    }

    /// Deletes an invite while readings are locked out. Its uses are read first, since their joins may follow.
    func delete(
        in guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls,
        _ deletion: @escaping @Sendable @LoopActor () async throws -> Void
    ) async throws {
        _ = try await run(
            InviteReading(guild: guild, enabling: enabling, following: deletion), calls)
    }

    private func run(
        _ reading: InviteReading, _ calls: DiscordCalls
    ) async throws -> [KnownInvite]? {
        try await reconciler.run(reading, calls, patience: calls.waitLimit)
    }
}
