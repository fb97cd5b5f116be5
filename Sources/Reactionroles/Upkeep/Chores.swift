import API
import Discord
import Effects
import Essentials
import EventLoop
import Postgres

/// Does what requests left to be done, in portions. Doing it twice, at once or again after a crash, does no harm.
@LoopActor
struct Chores {
    let database: Database
    let discord: DiscordClient
    let reconciler: Reconciler

    private static let rows: Int64 = 1_000
    /// Members looked after before others' chores have their turn.
    private static let members: Int64 = 25

    /// Has them done in the background.
    func register() {
        reconciler.resumes(.oldGrants) { due, _ in try await purge(due.key) }
        reconciler.resumes(.forgottenGrants) { due, _ in try await forget(due.key) }
        reconciler.resumes(.takeBack) { due, _ in try await takeBack(due) }
        reconciler.resumes(.panelSync) { due, _ in try await sync(due.key) }
    }

    private func purge(_ chore: EffectKey) async throws -> Bool {
        let values: [SQLValue] = [.snowflake(chore.guild), .int8(Self.rows)]
        return try await run(GrantSQL.purge, values)[0].int64(0) < Self.rows
    }

    private func forget(_ chore: EffectKey) async throws -> Bool {
        let values: [SQLValue] = [
            .snowflake(chore.guild), .int8(chore.subject), .int8(chore.part), .int8(Self.rows),
        ]
        return try await run(GrantSQL.forget, values)[0].int64(0) < Self.rows
    }

    private func takeBack(_ due: DueEffect) async throws -> Bool {
        let chore = due.key
        let rows = try await run(
            GrantSQL.toTakeBack,
            [
                .snowflake(chore.guild), .int8(chore.subject), .int8(chore.part),
                .int8(Self.members),
            ])
        for row in rows {
            let taking = TakeBack(
                database: database,
                calls: discord.actingInBackground(
                    in: chore.guild, waitLimit: .now() + DiscordCalls.longestWait),
                chore: chore, member: row.snowflake(0))
            try await taking.perform(Grants.held(row))
            try await reconciler.renew(due)
        }
        return rows.count < Int(Self.members)
    }

    private func sync(_ chore: EffectKey) async throws -> Bool {
        let rows = try await run(
            PanelSQL.read, [.snowflake(chore.guild), .int8(chore.subject)])
        guard let found = FoundPanel(rows), found.panel.type == .emoji else { return true }
        let patience = Instant.now() + .seconds(15)
        // Reading a great many reactions takes its time.
        let calls = discord.actingInBackground(
            in: chore.guild, waitLimit: .now() + .seconds(300))
        let sync = PanelSync(
            checks: ReactionroleChecks(
                database: database, reconciler: reconciler, calls: calls, patience: patience,
                reactors: PanelSync.Reactors()),
            found: found)
        let outcome = try await sync.run(
            try await sync.missed(at: found.entries), until: patience)
        return outcome.left == 0
    }

    private func run(_ sql: some SQL, _ values: [SQLValue]) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: .now() + RequestContext.timeLimit)
    }
}

extension Grants {
    /// The roles of a row of ``GrantSQL/toTakeBack`` that the entry gave, also those whose taking broke off.
    fileprivate static func held(_ row: Row) -> [Snowflake] {
        let states = row.int16Array(2)
        return row.int64Array(1).enumerated().compactMap { index, role in
            let isOurs = states[index] != GrantState.heeded.rawValue
            return isOurs ? Snowflake(rawValue: role) : nil
        }
    }
}

/// Takes back what one member got by an entry that is gone.
@LoopActor
struct TakeBack {
    let database: Database
    let calls: DiscordCalls
    let chore: EffectKey
    let member: Snowflake

    /// - Parameter roles: those the entry gave.
    func perform(_ roles: [Snowflake]) async throws {
        let key = LockKey(.memberRoles, chore.guild.rawValue, member.rawValue)
        try await database.direct.withLock(key, deadline: .now() + .seconds(10)) { lock in
            let kept = try await elsewhere()
            let had = try await present()
            for role in roles where had.contains(role) && !kept.contains(role) {
                guard lock.isHeld else { throw LockError.unavailable }
                try await take(role)
            }
            _ = try await run(
                GrantSQL.forgetOf,
                [
                    .snowflake(chore.guild), .int8(chore.subject), .int8(chore.part),
                    .snowflake(member),
                ])
        }
    }

    /// What another entry gave stays.
    private func elsewhere() async throws(DatabaseError) -> Set<Snowflake> {
        let rows = try await run(
            GrantSQL.givenElsewhere,
            [.snowflake(chore.guild), .snowflake(member), .int8(chore.part)])
        return Set(rows.map { $0.snowflake(0) })
    }

    private func present() async throws(DiscordError) -> Set<Snowflake> {
        Set(try await calls.memberIfPresent(member, of: chore.guild)?.roles ?? [])
    }

    /// A role that Discord won't let the bot take stays: asking again would not help.
    private func take(_ role: Snowflake) async throws(DiscordError) {
        do throws(DiscordError) {
            try await calls.removeRole(
                role, from: member, of: chore.guild, reason: "Reaction role entry deleted")
        } catch {
            guard error.isFinal else { throw error }
        }
    }

    private func run(_ sql: some SQL, _ values: [SQLValue]) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: .now() + RequestContext.timeLimit)
    }
}
