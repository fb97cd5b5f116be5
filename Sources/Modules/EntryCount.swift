import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Counts what is stored of a member, in short statements with pauses between, for so long and no longer.
///
/// Any member of a guild may ask for it, and there may be hundreds of megabytes of texts to search: so a guild and module have one count
/// at a time in the whole cluster, and what can't be counted in time isn't answered.
@LoopActor
package struct EntryCount {
    private let database: Database
    private let ends: Instant

    /// How long counting may take; tests on a busy machine allow more.
    package static var limit = Duration.seconds(3)
    /// How long to wait for another count to end.
    private static let patience = Duration.milliseconds(500)
    private static let statementLimit = Duration.seconds(3)

    /// - Parameter limit: how long counting may take.
    package init(_ database: Database, limit: Duration = EntryCount.limit) {
        self.database = database
        ends = Instant.now() + limit
    }

    /// Runs a body while nobody else counts the same module of the same guild.
    package static func alone(
        _ module: String, _ guild: Snowflake, on database: Database,
        _ body: @LoopActor (EntryCount) async throws -> MemberEntries
    ) async throws -> MemberEntries {
        let key = LockKey(.privacyCount, named: module, guild.rawValue)
        do {
            return try await database.direct.withLock(key, deadline: Instant.now() + patience) {
                _ in try await body(EntryCount(database))
            }
        } catch LockError.busy {
            throw APIError.tooMuch(
                "Another member's entries are being counted in this guild.", retryAfter: 2)
        } catch let error as LockError {
            throw APIError.settings.because(error.words)
        }
    }

    /// Adds up what a statement counts, page by page. Its first column is an array of counts as ``MemberEntries`` takes it; the
    /// others are the key of the last row that was looked at, null where there was none. No row: nothing is counted.
    /// - Parameters:
    ///   - key: what the first page begins after, as the last parameters.
    ///   - next: reads the key from a row.
    package func sum(
        _ sql: some SQL, _ values: [SQLValue], after key: [SQLValue],
        next: (Row) -> [SQLValue]
    ) async throws -> MemberEntries {
        var met = MemberEntries.none
        var key = key
        while true {
            guard let row = try await row(sql, values + key) else { return met }
            met = met + MemberEntries(counts: row.int64Array(0))
            guard !row.isNull(1) else { return met }
            key = next(row)
        }
    }

    /// Runs one statement, unless the time is up, and leaves others the database for half as long as it took.
    package func row(_ sql: some SQL, _ values: [SQLValue]) async throws -> Row? {
        let begun = Instant.now()
        guard begun < ends else {
            throw APIError.tooMuch(
                "There is too much stored in this guild to be counted now.", retryAfter: 60)
        }
        let rows = try await database.run(sql, values, deadline: begun + Self.statementLimit)
        await sleep(for: min(.milliseconds(20), (Instant.now() - begun) / 2))
        return rows.first
    }
}
