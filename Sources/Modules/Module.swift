import API
import Essentials
import EventLoop
import HTTP
import Postgres

/// The common part of every module: its root path, and the endpoints that all modules have.
///
/// A module supplies its own statements, texts and shapes; paths, access, errors and the order of checks are defined here.
package struct Module: Sendable {
    /// The prefix of its paths, such as `/modules/serverstats`.
    package let root: String
    /// The name in the documentation and in the keys of its locks.
    package let name: String
    /// The locks that serialize changes of a guild's rows.
    package let lock: GuildLock
    package let database: Database
    let isEnabled: IsEnabled

    /// Whether the module is enabled for a guild.
    package typealias IsEnabled =
        @LoopActor @Sendable (Snowflake, RequestContext) async throws -> Bool

    /// Enables or disables the module and returns the answer; nil if it already is in that state.
    package typealias Change =
        @LoopActor @Sendable (Snowflake, RequestContext) async throws -> Answer?

    package init(
        root: String, name: String, lock: GuildLock? = nil, database: Database,
        isEnabled: @escaping IsEnabled
    ) {
        self.root = root
        self.name = name
        self.lock = lock ?? GuildLock(of: name)
        self.database = database
        self.isEnabled = isEnabled
    }

    /// Checked before a request's field limits are reported: the module must be enabled.
    package var gate: Endpoint.Gate {
        { [isEnabled] guild, context in
            guard try await isEnabled(guild, context) else { throw APIError.moduleDisabled }
        }
    }

    /// Runs a change of the guild's rows under the guild's exclusive lock; the first parameter is the guild.
    @LoopActor
    package func change(
        _ guild: Snowflake, by sql: some SQL, _ context: RequestContext
    ) async throws(DatabaseError) -> Rows {
        try await change(guild, by: sql, [], context)
    }

    /// The same, of a statement that takes further values.
    @LoopActor
    package func change(
        _ guild: Snowflake, by sql: some SQL, _ values: [SQLValue], _ context: RequestContext
    ) async throws(DatabaseError) -> Rows {
        try await database.runTogether(
            [lock.exclusive(guild), BoundStatement(sql, [.snowflake(guild)] + values)],
            deadline: context.deadline)
    }

    /// Returns once any request sent after this response provably arrives after the activation, on every worker.
    @LoopActor
    package func settle(after activation: Timestamp) async {
        database.clock.note(activation, receivedAt: .now())
        // Longer than the error of a worker's estimate of the database's clock.
        await sleep(for: .milliseconds(20))
    }
}
