import EventLoop
import Jobs
import Modules
import Postgres

/// The module's work that the cluster does once.
extension Serverstats {
    package var jobs: [JobDefinition] {
        [
            partitionsJob, silenceJob, countersJob,
            module.expiry("serverstats_forgetting", every: .seconds(120), of: Self.expired),
            module.expiry("starboard_forgetting", every: .seconds(600), of: Self.expiredEntries),
        ]
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
                claim, database: database, discord: discord, log: log, statistics: refreshes
            ).run()
        }
    }
}

/// Why work in the background is tried again.
enum UpkeepError: Error {
    /// Others held locks on the tables; the log says which.
    case partitionsUnfinished
}
