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

    private static let chunks: [BoundStatement] = [
        BoundStatement(ExpirySQL.purgeAnswers, [.int8(chunk)]),
        BoundStatement(ExpirySQL.forgetAnswers, [.int8(chunk)]),
        BoundStatement(ExpirySQL.forgetCooldowns, [.int8(chunk)]),
        BoundStatement(RemovalSQL.deleteTriggers, [.int8(chunk)]),
        BoundStatement(RemovalSQL.deleteResponses, [.int8(chunk)]),
    ]

    static func run(by claim: Claim) async throws {
        for statement in chunks {
            var count = chunk
            while count == chunk { count = try await claim.write([statement])[0].int64(0) }
        }
        _ = try await claim.write([BoundStatement(ExpirySQL.endPurges)])
        _ = try await claim.write([BoundStatement(RemovalSQL.end)])
    }
}
