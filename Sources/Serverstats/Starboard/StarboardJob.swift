import Jobs
import Postgres

/// Entries are watched for 31 days, then forgotten; their posts stay.
extension Serverstats {
    var starboardJob: JobDefinition {
        JobDefinition(
            kind: "starboard_forgetting", schedule: .every(.seconds(600)), shards: 1
        ) { claim in
            let size: Int64 = 1_000
            let chunk = BoundStatement(StarboardUpkeepSQL.forgetOld, [.int8(size)])
            while try await claim.write([chunk])[0].int64(0) >= size {}
        }
    }
}
