import Essentials
import EventLoop
import Postgres

/// Deletes what is stored of a member, and keeps out what arrives until that is answered.
@LoopActor
struct MemberErasure {
    let database: Database
    let guild: Snowflake
    let member: Snowflake

    /// How long an answer may be on its way to whoever asked.
    private static let delivery = Duration.milliseconds(50)

    /// Gives how many rows were touched, once a mark is left that the answer comes before: the database's clock can't be further, when the
    /// mark's transaction is answered, than the time since it was sent. Joins wait for its lock, and then find the mark.
    func run(deadline: Instant) async throws(DatabaseError) -> Int64 {
        let ids: [SQLValue] = [.snowflake(guild), .snowflake(member)]
        var ahead: Int32 = 100
        var touched: Int64 = 0
        while true {
            let sent = Instant.now()
            touched += try await database.runTogether(
                [
                    BoundStatement(JoinSQL.memberLock, ids),
                    BoundStatement(PrivacySQL.mark, ids + [.int4(ahead)]),
                    BoundStatement(PrivacySQL.fence, [.snowflake(guild)]),
                    BoundStatement(PrivacySQL.erase, ids),
                ], deadline: deadline)[0].int64(0)
            if Instant.now() < sent + .milliseconds(Int(ahead)) - Self.delivery { return touched }
            ahead = min(ahead * 2, 4_000)
        }
    }
}
