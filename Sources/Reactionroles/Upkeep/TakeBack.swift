import Modules

/// Takes back the roles that a deleted entry gave, some members at a time.
@LoopActor
struct TakeBack {
    let database: Database
    let calls: DiscordCalls
    let key: EffectKey

    /// Members processed in one turn, before other effects.
    private static let members: Int64 = 25

    /// - Parameter renew: renews the lease; called after each member.
    /// - Returns: whether no member is left.
    func performSome(renew: @LoopActor () async throws -> Void) async throws -> Bool {
        let rows = try await run(GrantSQL.toTakeBack, entry + [.int8(Self.members)])
        for row in rows {
            try await take(Grants.held(row), from: row.snowflake(0))
            try await renew()
        }
        return rows.count < Int(Self.members)
    }

    /// - Parameter roles: the roles that the entry gave.
    private func take(_ roles: [Snowflake], from member: Snowflake) async throws {
        let key = LockKey(.memberRoles, key.guild.rawValue, member.rawValue)
        try await database.direct.withLock(key, deadline: .now() + .seconds(10)) { lock in
            let kept = try await givenElsewhere(to: member)
            let had = try await calls.memberIfPresent(member, of: self.key.guild)?.roles ?? []
            for role in roles where had.contains(role) && !kept.contains(role) {
                guard lock.isHeld else { throw LockError.unavailable }
                try await take(role, from: member)
            }
            _ = try await run(GrantSQL.forgetOf, entry + [.snowflake(member)])
        }
    }

    /// Roles that another entry gave too; they stay.
    private func givenElsewhere(
        to member: Snowflake
    ) async throws(DatabaseError) -> Set<Snowflake> {
        let rows = try await run(
            GrantSQL.givenElsewhere,
            [.snowflake(key.guild), .snowflake(member), .int8(key.part)])
        return Set(rows.map { $0.snowflake(0) })
    }

    /// A role that Discord refuses to take stays: a retry would not help.
    private func take(_ role: Snowflake, from member: Snowflake) async throws(DiscordError) {
        do throws(DiscordError) {
            try await calls.removeRole(
                role, from: member, of: key.guild, reason: "Reaction role entry deleted")
        } catch {
            guard error.isFinal else { throw error }
        }
    }

    private var entry: [SQLValue] { [.snowflake(key.guild), .int8(key.subject), .int8(key.part)] }

    private func run(_ sql: some SQL, _ values: [SQLValue]) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: .now() + RequestContext.timeLimit)
    }
}

extension Grants {
    /// The roles of a row of ``GrantSQL/toTakeBack`` that the entry gave, including those whose removal was interrupted.
    fileprivate static func held(_ row: Row) -> [Snowflake] {
        let states = row.int16Array(2)
        return row.int64Array(1).enumerated().compactMap { index, role in
            let isOurs = states[index] != GrantState.heeded.rawValue
            return isOurs ? Snowflake(rawValue: role) : nil
        }
    }
}
