import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport

/// Statements of the tests of jobs.
enum JobsProbeSQL: String, SQL {
    case countRuns = "SELECT count(*) FROM cluster_runs WHERE kind = $1"
    case ageRuns = "UPDATE cluster_runs SET started_at = started_at - interval '1 hour'"
    case takeAway = "UPDATE cluster_run_shards SET fencing = fencing + 1 WHERE shard = $1"
    case retryNow =
        "UPDATE cluster_run_shards SET retry_at = clock_timestamp() WHERE retry_at > now()"
    case createNotes = "CREATE TABLE notes (text text NOT NULL)"
    case note = "INSERT INTO notes VALUES ($1)"
    case countNotes = "SELECT count(*) FROM notes"
    case endSession = "SELECT count(pg_terminate_backend($1, 5000))"
    case lockHolder = """
        SELECT pid
        FROM pg_locks
        WHERE locktype = 'advisory'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        LIMIT 1
        """
    case guildShards = """
        SELECT count(DISTINCT guild_shard(id)), min(guild_shard(id)), max(guild_shard(id))
        FROM generate_series(1, 10000) AS id
        """
}

/// One worker of a test's cluster.
@LoopActor
final class TestWorker {
    let database: Database
    let runner: JobRunner
    /// Of the first job.
    let runs: JobRuns

    init(
        _ name: String, url: String, jobs: [JobDefinition], interval: Duration = .milliseconds(50)
    ) throws {
        database = try Database(configuration: .patient(url))
        runner = JobRunner(
            database: database, jobs: jobs, worker: name, log: .silent,
            interval: interval)
        runs = JobRuns(database, kind: jobs[0].kind, shards: jobs[0].shards)
        database.start()
    }

    func start() async {
        await until { database.direct.listenIsConfirmed && database.isReachable }
        runner.start()
    }

    func stop() async {
        await runner.stop()
        database.stop()
    }
}

/// Runs a body with the workers of a cluster, which all know the jobs that are made for them.
func onWorkers<Value: Sendable>(
    _ names: [String], jobs: @escaping @LoopActor (String) -> [JobDefinition],
    interval: Duration = .milliseconds(50),
    _ body: @escaping @LoopActor ([TestWorker]) async throws -> Value
) async throws -> Value {
    try await withDatabase { url in
        try await onLoop {
            let workers = try names.map {
                try TestWorker($0, url: url, jobs: jobs($0), interval: interval)
            }
            for worker in workers { await worker.start() }
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(workers))
            } catch {
                result = .failure(error)
            }
            for worker in workers { await worker.stop() }
            return try result.get()
        }
    }
}

/// Far enough away that only a bug reaches it.
@LoopActor var farDeadline: Instant { Instant.now() + .seconds(60) }

extension Database {
    func count(_ sql: JobsProbeSQL, _ values: [SQLValue] = []) async throws -> Int {
        try await run(sql, values, deadline: farDeadline).first?.int(0) ?? -1
    }
}

extension Claim {
    /// Work without an end of its own.
    func untilStopped() async throws {
        while true {
            try check()
            await sleep(for: .milliseconds(5))
        }
    }
}
