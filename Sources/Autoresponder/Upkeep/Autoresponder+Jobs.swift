import EventLoop
import Jobs
import Postgres

/// The module's work that the cluster does once.
extension Autoresponder {
    package var jobs: [JobDefinition] {
        [
            JobDefinition(
                kind: "autoresponder_expiry", schedule: .every(.seconds(120)), shards: 1
            ) { claim in try await Expiry.run(by: claim) }
        ]
    }
}

/// Deletes what answering has left behind, in chunks, each of which stands only if the claim does.
@LoopActor
enum Expiry {
    private static let chunk: Int64 = 2_000

    static func run(by claim: Claim) async throws {
        for sql in [ExpirySQL.purgeAnswers, .forgetAnswers, .forgetCooldowns] {
            var count = chunk
            while count == chunk {
                count = try await claim.write([BoundStatement(sql, [.int8(chunk)])])[0].int64(0)
            }
        }
        _ = try await claim.write([BoundStatement(ExpirySQL.endPurges)])
    }
}
