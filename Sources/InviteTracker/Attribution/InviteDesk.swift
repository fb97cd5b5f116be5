import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Reads guilds' invites from Discord, one guild at a time over the cluster, and stores what follows.
@LoopActor
struct InviteDesk {
    let database: Database
    let discord: DiscordClient

    /// How many invites are looked at in one turn of the loop.
    private static let slice = 1_000

    /// Another reading of the guild takes longer than the request may wait.
    static let busy = APIError.discord(
        "Another reading of this guild's invites takes too long; try again later.")

    /// Reads the guild's invites once and settles the joins that are open; does nothing where it's disabled.
    /// - Parameters:
    ///   - isResync: uses of joins that weren't reported are nobody's.
    ///   - isNeeded: asked once nobody else reads the guild; false: somebody has done it meanwhile.
    /// - Returns: what Discord lists; nil where it wasn't needed any more.
    @discardableResult
    func read(
        _ guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls, isResync: Bool = false,
        isNeeded: @LoopActor () async throws -> Bool = { true }
    ) async throws -> [KnownInvite]? {
        try await alone(in: guild, calls) { lock in
            guard try await isNeeded() else { return nil }
            return try await read(guild, enabling, calls, isResync, under: lock)
        }
    }

    /// Runs a deletion of an invite that no reading comes between. What it was used for so far is read first: its joins may follow.
    func delete(
        in guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls,
        _ deletion: @LoopActor () async throws -> Void
    ) async throws {
        try await alone(in: guild, calls) { lock in
            // Where that can't be read, the invite is deleted all the same, as was asked for.
            _ = try? await read(guild, enabling, calls, false, under: lock)
            try await deletion()
        }
    }

    /// Does something that no reading of the guild may come between.
    private func alone<Value>(
        in guild: Snowflake, _ calls: DiscordCalls, _ body: @LoopActor (Lock) async throws -> Value
    ) async throws -> Value {
        let key = LockKey("invite tracker guild", guild.rawValue)
        do {
            return try await database.direct.withLock(key, deadline: calls.waitLimit, body)
        } catch LockError.busy {
            throw Self.busy
        } catch is LockError {
            throw DatabaseError.unavailable
        }
    }

    /// A reading that isn't stored, because an erasure or a worker that took over came between, begins again.
    private func read(
        _ guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls, _ isResync: Bool,
        under lock: Lock
    ) async throws -> [KnownInvite]? {
        while lock.isHeld, Instant.now() < calls.waitLimit {
            let key: [SQLValue] = [.snowflake(guild), .int8(enabling)]
            guard let begun = try await run(AttributionSQL.begin, key).first else { return nil }
            var known = try await state(key, begun)
            let reading = try await reading(of: guild, calls)
            known.erasures = try await erasures(of: guild, among: reading.invites, but: known)
            var attribution = AttributionMachine.attribution(known, reading)
            if isResync { attribution.takeAsKnown(known) }
            let fence = begun.int64(0)
            let stored = try await run(
                AttributionSQL.store, key + [.int8(fence)] + attribution.values(known.begunAt))
            if stored.count > 0 { return attribution.invites }
        }
        throw Self.busy
    }

    private func state(_ key: [SQLValue], _ begun: Row) async throws -> KnownState {
        let invites = try await run(AttributionSQL.invites, key)
        let steps = try await run(AttributionSQL.steps, key)
        let joins = try await run(AttributionSQL.joins, key)
        return KnownState(
            readAt: begun.timestampIfPresent(1), begunAt: begun.timestamp(2),
            vanity: KnownVanity(
                code: begun.stringIfPresent(3), uses: begun.int(4), misses: begun.int(5)),
            invites: invites.map(KnownInvite.init), steps: steps.map(Step.init),
            joins: joins.map {
                OpenJoin(
                    id: $0.int64(0), isWaiting: $0.int16(1) == 0,
                    joinedAt: $0.timestampIfPresent(2))
            })
    }

    /// When owners of invites that weren't known so far were erased, if they were.
    private func erasures(
        of guild: Snowflake, among invites: [KnownInvite], but known: KnownState
    ) async throws(DatabaseError) -> [Snowflake: Timestamp] {
        let codes = Set(known.invites.map(\.code))
        let owners = Set(invites.filter { !codes.contains($0.code) }.compactMap(\.owner))
        guard !owners.isEmpty else { return [:] }
        let rows = try await run(
            .erasures, [.snowflake(guild), .int8Array(owners.map(\.rawValue))])
        return Dictionary(
            rows.map { ($0.snowflake(0), $0.timestamp(1)) }, uniquingKeysWith: max)
    }

    private func reading(
        of guild: Snowflake, _ calls: DiscordCalls
    ) async throws(DiscordError) -> Reading {
        var invites: [KnownInvite] = []
        for invite in try await calls.invites(of: guild) {
            invites.append(KnownInvite(invite))
            if invites.count.isMultiple(of: Self.slice) { await SliceQueue.shared.turn() }
        }
        do throws(DiscordError) {
            guard let vanity = try await calls.vanityURL(of: guild) else {
                return Reading(invites: invites, vanity: nil)
            }
            let code = vanity.code.flatMap { $0.isEmpty ? nil : $0 }
            return Reading(invites: invites, vanity: .init(code: code, uses: vanity.uses))
        } catch {
            // A bot that may not ask: there is no vanity URL to follow.
            guard error.isFinal else { throw error }
            return Reading(invites: invites, vanity: nil)
        }
    }

    private func run(
        _ sql: AttributionSQL, _ values: [SQLValue]
    ) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: Instant.now() + Call.timeLimit)
    }
}

extension Step {
    fileprivate init(_ row: Row) {
        code = row.string(0)
        kind = UseKind(rawValue: row.int16(1)) ?? .invite
        inviter = row.snowflakeIfPresent(2)
        channel = row.snowflakeIfPresent(3)
        count = row.int(4)
        seenAt = row.timestamp(5)
    }
}

extension Attribution {
    /// From `$4` of ``AttributionSQL/store`` on.
    fileprivate func values(_ begunAt: Timestamp) -> [SQLValue] {
        [
            .timestamptz(begunAt), .textOrNull(vanity.code), .int8(Int64(vanity.uses)),
            .int2(Int16(vanity.misses)),
            .textArray(changed.map(\.code)),
            .nullableInt8Array(changed.map(\.channel?.rawValue)),
            .nullableInt8Array(changed.map(\.owner?.rawValue)),
            .int8Array(changed.map { Int64($0.uses) }),
            .int8Array(changed.map { Int64($0.maximumUses) }),
            .nullableTimestamptzArray(changed.map(\.expiresAt)),
            .textArray(gone), .textArray(spent),
            .textArray(steps.map(\.code)), .int2Array(steps.map(\.kind.rawValue)),
            .nullableInt8Array(steps.map(\.inviter?.rawValue)),
            .nullableInt8Array(steps.map(\.channel?.rawValue)),
            .int4Array(steps.map { Int32(clamping: $0.count) }),
            .timestamptzArray(steps.map(\.seenAt)),
            .int8Array(findings.map(\.join)), .int2Array(findings.map(\.kind.rawValue)),
            .nullableTextArray(findings.map(\.code)),
            .nullableInt8Array(findings.map(\.inviter?.rawValue)),
            .nullableInt8Array(findings.map(\.channel?.rawValue)),
            .boolArray(findings.map(\.isOpen)),
        ]
    }
}
