import Modules

/// The module's background jobs, which run once in the cluster.
extension Serverstats {
    package var jobs: [JobDefinition] {
        [
            partitionsJob, silenceJob, countersJob,
            module.expiry("serverstats_forgetting", every: .seconds(120), of: Self.expired),
            module.expiry("starboard_forgetting", every: .seconds(600), of: Self.expiredEntries),
        ]
    }

    /// DDL on partitions can't share a transaction with the claim; it's idempotent.
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
                claim, database: database, discord: discord, log: log, metrics: refreshes
            ).run()
        }
    }
}

/// A reason to retry a job.
enum UpkeepError: Error {
    /// Others held locks on the tables; the log names the table.
    case partitionsUnfinished
}
