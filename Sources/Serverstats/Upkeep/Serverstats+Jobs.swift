import EventLoop
import Jobs
import Postgres

/// The module's work that the cluster does once.
extension Serverstats {
    package var jobs: [JobDefinition] {
        [partitionsJob, forgettingJob, silenceJob, countersJob, starboardJob]
    }

    /// Partitions come and go by statements that can't share a transaction with the claim; they do no harm twice.
    private var partitionsJob: JobDefinition {
        let partitions = Partitions(database: database, log: log)
        return JobDefinition(
            kind: "statistics_partitions", schedule: .every(.seconds(600)), shards: 1
        ) { claim in
            try claim.check()
            guard await partitions.maintain() else { throw UpkeepError.partitionsUnfinished }
        }
    }

    private var forgettingJob: JobDefinition {
        JobDefinition(
            kind: "serverstats_forgetting", schedule: .every(.seconds(120)), shards: 1
        ) { claim in
            while try await Forgetting.chunk(by: claim) > 0 {}
        }
    }

    private var silenceJob: JobDefinition {
        JobDefinition(kind: "serverstats_silence", schedule: .every(.seconds(300)), shards: 1) {
            claim in try await Silence.run(by: claim)
        }
    }

    private var countersJob: JobDefinition {
        JobDefinition(
            kind: CountersUpdate.kind, schedule: .onDemand, shards: CountersUpdate.shards,
            shardsAtOnce: CountersUpdate.shardsAtOnce
        ) { [database, discord, log, refreshes] claim in
            try await ShardRefresh(
                claim, database: database, discord: discord, log: log, metrics: refreshes
            ).run()
        }
    }
}

/// Why work in the background is tried again.
enum UpkeepError: Error {
    /// Others held locks on the tables; the log says which.
    case partitionsUnfinished
}

/// Clears away what is of no use any more: ids of batches after minutes, marks of erasures and hashes of what was erased after days.
@LoopActor
enum Forgetting {
    private static let size: Int64 = 2_000

    /// Forgets some; gives how many.
    static func chunk(by claim: Claim) async throws -> Int64 {
        var count: Int64 = 0
        for statement in [
            BoundStatement(UpkeepSQL.forgetBatches, [.int8(size)]),
            BoundStatement(PrivacySQL.forgetErasures, [.int8(size)]),
            BoundStatement(PrivacySQL.forgetIdentities, [.int8(size)]),
        ] {
            count += try await claim.write([statement])[0].int64(0)
        }
        return count
    }
}
