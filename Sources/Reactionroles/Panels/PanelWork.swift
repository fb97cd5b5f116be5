import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Changes one panel, in its rows and at Discord, while nobody else in the cluster does.
///
/// Each change is marked in the panel's row before Discord is asked, and completed together with its own rows, under the mark's
/// fencing number. What goes wrong in between is undone here or, where that fails too or the worker dies, by ``PanelRepair``.
@LoopActor
struct PanelWork {
    let database: Database
    let calls: DiscordCalls
    let lock: Lock

    /// The right to complete a change.
    struct Mark {
        let fence: Int64
        /// An id for an entry, never used before.
        let entry: Int64
    }

    func mark(_ panel: Panel, as state: Panel.State = .standing) async throws -> Mark {
        let rows = try await run(
            PanelSQL.mark,
            [.snowflake(panel.guild), .int8(panel.id), .int8(panel.fence), .int2(state.rawValue)])
        guard let row = rows.first else { throw APIError.database(outcomeUnknown: false) }
        return Mark(fence: row.int64(0), entry: row.int64(1))
    }

    /// Changes the message. Where Discord fails, it's made to show again what it showed before.
    /// - Parameter isSingle: it's one call, so that a refusal has changed nothing.
    func touch(
        _ found: FoundPanel, _ mark: Mark, isSingle: Bool,
        _ change: (PanelScreen) async throws(DiscordError) -> Void
    ) async throws {
        guard lock.isHeld, let screen = screen(of: found.panel) else {
            throw APIError.database(outcomeUnknown: false)
        }
        do throws(DiscordError) {
            try await change(screen)
        } catch {
            if error.saysMessageIsGone { try await drop(found.panel) }
            if !(isSingle && error.effect == .none) {
                try await restore(found, mark, screen, after: error)
            }
            await bestEffort(PanelSQL.settle, found.panel, mark)
            throw error
        }
    }

    /// Shows again what the rows say; where that fails, it's left to the repair.
    private func restore(
        _ found: FoundPanel, _ mark: Mark, _ screen: PanelScreen, after error: DiscordError
    ) async throws {
        do throws(DiscordError) {
            try await screen.show(found)
        } catch let second {
            if second.saysMessageIsGone { try await drop(found.panel) }
            await bestEffort(PanelSQL.giveUp, found.panel, mark)
            throw error
        }
    }

    /// Completes a change: its rows stand together with the mark's end.
    func complete(
        _ sql: some SQL, _ panel: Panel, fence: Int64, _ values: [SQLValue]
    ) async throws -> Row {
        let own: [SQLValue] = [.snowflake(panel.guild), .int8(panel.id), .int8(fence)]
        let rows = try await runTogether(panel.guild, BoundStatement(sql, own + values))
        guard let row = rows.first else {
            // Whoever has it now may have been overtaken by what was just done at Discord.
            _ = try? await run(PanelSQL.suspect, [.snowflake(panel.guild), .int8(panel.id)])
            _ = try await PanelReader(database: database).panel(
                panel.id, of: panel.guild, deadline: soon)
            throw APIError.database(outcomeUnknown: false)
        }
        return row
    }

    /// Makes the message show what the rows say, after something may have come between.
    func repair(_ found: FoundPanel) async throws {
        guard let screen = screen(of: found.panel) else { return }
        let mark = try await mark(found.panel)
        do throws(DiscordError) {
            try await screen.show(found)
        } catch {
            if error.saysMessageIsGone { try await drop(found.panel) }
            throw error
        }
        _ = try await settle(found.panel, mark)
    }

    func settle(_ panel: Panel, _ mark: Mark) async throws -> Rows {
        try await run(PanelSQL.settle, values(panel, mark))
    }

    /// The message is gone at Discord, so the panel goes as well.
    private func drop(_ panel: Panel) async throws -> Never {
        _ = try await runTogether(
            panel.guild,
            BoundStatement(
                PanelSQL.delete,
                [.snowflake(panel.guild), .int8(panel.id), .null(.int8), .bool(false)]))
        throw PanelID.messageIsGone
    }

    /// What fails here is found by the mark that stays.
    func bestEffort(_ sql: PanelSQL, _ panel: Panel, _ mark: Mark) async {
        _ = try? await run(sql, values(panel, mark))
    }

    private func values(_ panel: Panel, _ mark: Mark) -> [SQLValue] {
        [.snowflake(panel.guild), .int8(panel.id), .int8(mark.fence)]
    }

    func screen(of panel: Panel) -> PanelScreen? {
        panel.message.map { PanelScreen(calls, of: panel, message: $0) }
    }

    func run(_ sql: some SQL, _ values: [SQLValue]) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: soon)
    }

    func runTogether(
        _ guild: Snowflake, _ statement: BoundStatement
    ) async throws(DatabaseError) -> Rows {
        try await database.runTogether(
            [BoundStatement(GuildLockSQL.exclusive, [.snowflake(guild)]), statement],
            deadline: soon)
    }

    /// Discord's part may have taken longer than a request's statements may.
    private var soon: Instant { Instant.now() + Call.timeLimit }
}

extension Reactionroles {
    /// How long a change waits for others of the same panel or member: what Discord is asked afterwards has its own limit.
    static let lockPatience = Duration.seconds(12)

    /// Runs a change of a panel that stands and shows what its rows say; 800 or 404 where there's none.
    func changing<Value>(
        _ text: String, of guild: Snowflake, _ call: Call,
        _ body: @LoopActor (FoundPanel, PanelWork) async throws -> Value
    ) async throws -> Value {
        let id = PanelID.read(text)
        // Told before anybody waits.
        let seen = try await reader.panel(id, of: guild, deadline: call.deadline)
        let key = LockKey("reactionroles panel", guild.rawValue, seen.panel.id)
        return try await locked(key, call) { lock in
            let work = PanelWork(
                database: self.database, calls: self.discord.acting(for: call), lock: lock)
            var found = try await self.reader.panel(id, of: guild, deadline: self.soon)
            if found.panel.isSuspect {
                try await work.repair(found)
                found = try await self.reader.panel(id, of: guild, deadline: self.soon)
            }
            return try await body(found, work)
        }
    }

    /// As the database's `withLock`; what keeps the lock from being had is a full queue of changes.
    func locked<Value>(
        _ key: LockKey, _ call: Call, _ body: @LoopActor (Lock) async throws -> Value
    ) async throws -> Value {
        do {
            return try await database.direct.withLock(
                key, deadline: call.arrival + Self.lockPatience, body)
        } catch is LockError {
            throw APIError.database(outcomeUnknown: false)
        }
    }

    var soon: Instant { Instant.now() + Call.timeLimit }
}
