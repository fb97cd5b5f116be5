import Discord
import Effects
import Essentials
import EventLoop
import Postgres

/// Has guilds' invites read from Discord.
@LoopActor
struct InviteReader {
    let reconciler: Reconciler

    /// Reads the guild's invites once and settles the joins that are open; does nothing where it's disabled.
    /// - Parameters:
    ///   - isResync: uses of joins that weren't reported are nobody's.
    ///   - isNeeded: asked once nobody else reads the guild; false: somebody has done it meanwhile.
    /// - Returns: what Discord lists; nil where it wasn't needed any more.
    @discardableResult
    func read(
        _ guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls, isResync: Bool = false,
        isNeeded: @escaping @Sendable @LoopActor () async throws -> Bool = { true }
    ) async throws -> [KnownInvite]? {
        try await run(
            InviteReading(
                guild: guild, enabling: enabling, isResync: isResync, isNeeded: isNeeded), calls)
    }

    /// Runs a deletion of an invite that no reading comes between. What it was used for so far is read first: its joins may follow.
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
