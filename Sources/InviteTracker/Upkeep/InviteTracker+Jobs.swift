import Jobs
import Postgres

/// The module's work that the cluster does once.
extension InviteTracker {
    package var jobs: [JobDefinition] {
        [
            JobDefinition(kind: "invite_tracker_upkeep", schedule: .every(.seconds(600)), shards: 1)
            {
                claim in
                for sql in UpkeepSQL.allCases {
                    let statement = BoundStatement(sql, [.int8(Self.chunk)])
                    while try await claim.write([statement])[0].int64(0) > 0 {}
                }
            }
        ]
    }

    /// How many rows one statement takes away: a moment's work.
    private static let chunk: Int64 = 2_000
}
