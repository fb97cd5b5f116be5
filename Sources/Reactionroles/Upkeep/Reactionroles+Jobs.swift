import Jobs
import Postgres

/// The module's work that the cluster does once.
extension Reactionroles {
    package var jobs: [JobDefinition] {
        [
            JobDefinition(
                kind: "reactionroles_expiry", schedule: .every(.seconds(60)), shards: 1
            ) { claim in
                let size = 1_000
                let chunk = BoundStatement(CheckSQL.forgetOld, [.int8(Int64(size))])
                while try await claim.write([chunk]).affectedCount >= size {}
            }
        ]
    }
}
