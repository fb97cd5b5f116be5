import Essentials
import EventLoop
import Modules
import Postgres

/// Deletes what is stored of a member, and keeps out what arrives until that is answered.
@LoopActor
struct MemberErasure {
    let database: Database
    let guild: Snowflake
    let member: Snowflake

    /// Gives how many rows were touched. Joins wait for the mark's lock, and then find the mark.
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
