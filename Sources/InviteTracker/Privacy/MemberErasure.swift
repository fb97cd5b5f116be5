import Modules

/// Deletes a member's data, and rejects new events of theirs until that is answered.
@LoopActor
struct MemberErasure {
    let database: Database
    let guild: Snowflake
    let member: Snowflake

    /// Returns the number of rows affected. Concurrent joins wait for the lock, and then find the mark.
    func run(deadline: Instant) async throws(DatabaseError) -> Int64 {
        let ids: [SQLValue] = [.snowflake(guild), .snowflake(member)]
        var touched: Int64 = 0
        try await ErasureMark.leave { ahead throws(DatabaseError) in
            touched += try await database.runTogether(
                [
                    InviteTracker.lock.member(member, of: guild),
                    BoundStatement(PrivacySQL.mark, ids + [.int4(ahead)]),
                    BoundStatement(PrivacySQL.fence, [.snowflake(guild)]),
                    BoundStatement(PrivacySQL.erase, ids),
                ], deadline: deadline)[0].int64(0)
        }
        return touched
    }
}
