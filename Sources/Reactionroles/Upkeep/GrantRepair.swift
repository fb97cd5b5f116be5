import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Completes what a crash or an unreachable Discord left of a member's change: each row says what was wanted.
@LoopActor
struct GrantRepair {
    let database: Database
    let calls: DiscordCalls
    let guild: Snowflake
    let panel: Int64
    let member: Snowflake

    /// One row that is unfinished.
    private struct Row {
        let entry: Int64
        let role: Snowflake
        let state: GrantState
        let step: Int64

        var isGiving: Bool { state == .giving }
    }

    /// True where something was done; false where somebody is at this member right now.
    func perform() async throws -> Bool {
        let key = LockKey.member(member, of: guild)
        return try await database.direct.withLockIfFree(key) { lock in
            do {
                try await complete(lock)
            } catch {
                _ = try? await run(
                    GrantSQL.postpone, [.snowflake(guild), .int8(panel), .snowflake(member)])
                throw error
            }
            return true
        } ?? false
    }

    /// Under the lock of the member.
    func complete(_ lock: Lock) async throws {
        let rows = try await run(
            GrantSQL.unfinishedOf, [.snowflake(guild), .int8(panel), .snowflake(member)]
        ).map {
            Row(
                entry: $0.int64(0), role: $0.snowflake(1),
                state: GrantState(rawValue: $0.int16(2)) ?? .taking, step: $0.int64(3))
        }
        guard !rows.isEmpty else { return }
        let present = try await present()
        // Given first, as when it was begun.
        for row in rows.sorted(by: { $0.isGiving && !$1.isGiving }) {
            guard lock.isHeld else { return }
            let end = try await end(of: row, present)
            _ = try await run(
                GrantSQL.complete,
                [
                    .snowflake(guild), .int8(panel), .snowflake(member), .int8(row.entry),
                    .snowflake(row.role), .int8(row.step), .int2(end?.rawValue ?? -1),
                ])
        }
    }

    /// What the row becomes; nil where it goes.
    private func end(of row: Row, _ present: Set<Snowflake>?) async throws -> GrantState? {
        guard let present else { return nil }
        guard present.contains(row.role) != row.isGiving else { return row.state.end }
        let reason = "Reaction role panel \(panel)"
        do throws(DiscordError) {
            if row.isGiving {
                try await calls.addRole(row.role, to: member, of: guild, reason: reason)
            } else {
                try await calls.removeRole(row.role, from: member, of: guild, reason: reason)
            }
            return row.state.end
        } catch {
            guard error.isFinal else { throw error }
            return row.isGiving ? nil : .given
        }
    }

    /// Nil for somebody who isn't a member any more.
    private func present() async throws(DiscordError) -> Set<Snowflake>? {
        try await calls.memberIfPresent(member, of: guild).map { Set($0.roles) }
    }

    private func run(_ sql: some SQL, _ values: [SQLValue]) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: .now() + Call.timeLimit)
    }
}
