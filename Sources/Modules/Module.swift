import API
import Essentials
import EventLoop
import HTTP
import Postgres

/// A module as the API sees it: where its paths begin, and the endpoints that every module has in the same form.
///
/// A module says what is its own (statements, words, shapes); paths, access, errors and the order of checks are said here, once.
package struct Module: Sendable {
    /// What its paths begin with: `/modules/serverstats`.
    package let root: String
    /// What it's called in the documentation, and in the names of its locks.
    package let name: String
    /// By which changes of a guild's rows come one after the other.
    package let lock: GuildLock
    package let database: Database
    let isEnabled: IsEnabled

    /// Whether the module is enabled for a guild.
    package typealias IsEnabled =
        @LoopActor @Sendable (Snowflake, RequestContext) async throws -> Bool

    /// Changes whether it is, and gives what there is then, or was before; nil: it is so already.
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

    /// What precedes the limits of a request: that the module is enabled.
    package var gate: Endpoint.Gate {
        { [isEnabled] guild, context in
            guard try await isEnabled(guild, context) else { throw APIError.moduleDisabled }
        }
    }

    /// As ``change(_:by:_:_:)``, with the guild as the only value.
    @LoopActor
    package func change(
        _ guild: Snowflake, by sql: some SQL, _ context: RequestContext
    ) async throws(DatabaseError) -> Rows {
        try await change(guild, by: sql, [], context)
    }

    /// Runs a change of what a guild has, whose first value is the guild, one after the other.
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

    /// Returns once whatever is sent after this answer arrives provably after the activation, whichever worker takes it.
    @LoopActor
    package func settle(after activation: Timestamp) async {
        database.clock.note(activation, receivedAt: .now())
        // Longer than the error of a worker's estimate of the database's clock.
        await sleep(for: .milliseconds(20))
    }
}
