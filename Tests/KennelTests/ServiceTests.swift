import Glibc
import TestSupport
import Testing

@testable import kennel

/// Real processes over a real database.
@Suite(.serialized) struct ServiceTests {
    @Test func `processes are called what they are, and a worker has one thread`() async throws {
        try await withService { cluster in
            #expect(words(of: cluster.pid) == ["kennel", "supervisor"])
            let slots = cluster.workers.map { words(of: $0).dropLast() == ["kennel", "worker"] }
            #expect(slots == [true, true])
            #expect(Set(cluster.workers.map { words(of: $0).last }) == ["0", "1"])
            // Resolvers have ended by then: what connects to a unix socket looks nothing up.
            for pid in cluster.workers + [cluster.pid] { #expect(threads(of: pid) == 1) }
        }
    }

    @Test func `workers end by themselves when their supervisor is killed`() async throws {
        try await withService { cluster in
            let workers = cluster.workers
            cluster.signal(SIGKILL)
            try cluster.awaitEnd()
            try eventually("the workers are gone") { !workers.contains(where: isAlive) }
        }
    }

    @Test func `a crashed worker is replaced and counted`() async throws {
        try await withService { cluster in
            let victim = cluster.workers[0]
            kill(victim, SIGKILL)
            try eventually("another has its place") {
                let now = cluster.workers
                return now.count == 2 && !now.contains(victim)
            }
            try cluster.awaitReadiness()
            try eventually("the page tells") {
                try metrics(of: cluster)["kennel_worker_restarts_total"] == "1"
            }
        }
    }

    @Test func `counts of a worker that is gone stay on the metrics page`() async throws {
        try await withService(workers: 1) { cluster in
            let name = #"kennel_http_requests_total{method="GET",route="/livez",status="200"}"#
            for _ in 0..<5 { #expect(cluster.status(cluster.port, "/livez") == 200) }
            #expect(try metrics(of: cluster)[name] == "5")
            let before = cluster.workers
            cluster.signal(SIGHUP)
            try eventually("the worker is replaced") {
                // One look: between two of them a worker comes or goes.
                let now = cluster.workers
                return now.count == 1 && now != before
            }
            #expect(cluster.status(cluster.port, "/livez") == 200)
            #expect(try metrics(of: cluster)[name] == "6")
            #expect(try metrics(of: cluster)["kennel_loop_foreign_jobs_total"] == "0")
        }
    }

    @Test func `a planned replacement counts as none of a crash`() async throws {
        try await withService(workers: 1) { cluster in
            let before = cluster.workers
            cluster.signal(SIGHUP)
            try eventually("the worker is replaced") {
                // One look: between two of them a worker comes or goes.
                let now = cluster.workers
                return now.count == 1 && now != before
            }
            let replaced = try metrics(of: cluster)
            #expect(replaced["kennel_worker_restarts_total"] == "0")
            #expect(replaced["kennel_worker_crashes_total"] == "0")
            #expect(replaced["kennel_worker_replacements_total"] == "1")
            kill(cluster.workers[0], SIGKILL)
            try eventually("the crash is counted") {
                try metrics(of: cluster)["kennel_worker_crashes_total"] == "1"
            }
        }
    }

    @Test func `Prometheus's own check finds nothing to say about the metrics page`() async throws {
        try await withService { cluster in
            try eventually("the database was asked") {
                try metrics(of: cluster).keys.contains { $0.hasPrefix("kennel_effects_due{") }
            }
            let page = temporaryFile()
            defer { unlink(page) }
            try writeFile(page, HTTPClient(port: cluster.adminPort).send("GET", "/metrics").text)
            let said = try Subprocess.run(["/bin/sh", "-c", "promtool check metrics <\(page) 2>&1"])
            #expect(said == "")
        }
    }

    /// What alerts are built of: full queues, late jobs, missing partitions and migrations, clocks, crashes, refusals.
    @Test func `there is a figure for every alert that an operator needs`() async throws {
        try await withService { cluster in
            let names = [
                "kennel_batch_queue", "kennel_batch_queue_limit", "kennel_http_connections",
                "kennel_http_connections_limit", "kennel_http_input_bytes_limit",
                "kennel_database_connections_limit", "kennel_database_statement_duration_seconds",
                "kennel_partitions_ahead_seconds", "kennel_job_last_success_timestamp_seconds",
                "kennel_migrations_pending", "kennel_http_errors_total",
                "kennel_http_caller_requests_total", "kennel_worker_crashes_total",
                "kennel_effect_steps_total", "kennel_effects_due",
                "kennel_effects_due_age_seconds", "kennel_database_clock_offset_seconds",
                "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds",
                "process_max_fds", "process_start_time_seconds",
            ]
            // What nothing has happened of yet isn't on the page.
            let onDemand: Set = ["kennel_effect_steps_total", "kennel_http_errors_total"]
            try eventually("all are there") {
                let page = try HTTPClient(port: cluster.adminPort).send("GET", "/metrics").text
                return names.allSatisfy { onDemand.contains($0) || page.contains("# TYPE \($0) ") }
            }
        }
    }

    @Test func `a worker that stands still is killed and replaced`() async throws {
        try await withService { cluster in
            let victim = cluster.workers[0]
            kill(victim, SIGSTOP)
            try eventually("it is gone") { !isAlive(victim) }
            try eventually("another has its place") { cluster.workers.count == 2 }
            #expect(try metrics(of: cluster)["kennel_worker_kills_total"] == "1")
        }
    }

    @Test func `a second service on the same port is refused, not given half of the clients`()
        async throws
    {
        try await withService { cluster in
            let second = try cluster.begin(["serve", "--admin-port", "0"], log: temporaryFile())
            #expect(try second.wait() == ExitCode.unavailable)
            #expect(second.output.contains("Address already in use"))
            #expect(second.output.split(separator: "\n").count == 1)
            unlink(second.log)
        }
    }

    @Test func `after a supervisor was killed another can take its port at once`() async throws {
        try await withService { cluster in
            // Connections that keep the other worker for its whole drain, and a slot without a worker.
            let victim = cluster.workers[0]
            let idle = try cluster.connect(to: cluster.workers[1])
            kill(victim, SIGKILL)
            cluster.signal(SIGKILL)
            try cluster.awaitEnd()
            try eventually("another serves") { try servesAlone(cluster) }
            #expect(try idle.send("GET", "/livez").closes)
        }
    }

    @Test func `the command prints the description that the service serves`() async throws {
        try await withService(workers: 1) { cluster in
            let served = try cluster.connect().send("GET", "/openapi.json")
            #expect(try cluster.run("openapi") == served.text + "\n")
        }
    }

    @Test func `the admin address answers for the whole service and nothing else`() async throws {
        try await withService { cluster in
            #expect(cluster.status(cluster.adminPort, "/livez") == 200)
            #expect(cluster.status(cluster.adminPort, "/readyz") == 200)
            #expect(cluster.status(cluster.adminPort, "/docs") == 404)
            let client = try HTTPClient(port: cluster.adminPort)
            let refused = try client.send("POST", "/metrics")
            #expect(refused.status == 405)
            #expect(refused.header("allow") == "GET, HEAD")
        }
    }

    // MARK: What these tests need

    private func withService(
        workers: Int = 2, _ test: (Cluster) throws -> Void
    ) async throws {
        try await withDatabase { url in
            let cluster = try Cluster(
                database: ["DATABASE_URL=\(url)", "DATABASE_URL_FILE="], workers: workers)
            defer { cluster.destroy() }
            try cluster.start()
            try test(cluster)
        }
    }

    /// Whether one more service can start on the port now.
    private func servesAlone(_ cluster: Cluster) throws -> Bool {
        let next = try cluster.begin(
            ["serve", "--admin-port", "0", "--workers", "1"], log: temporaryFile())
        defer {
            next.destroy()
            unlink(next.log)
        }
        return try eventually("it serves or gives up") {
            next.output.contains("\"Ready") ? true : next.isRunning ? nil : false
        }
    }

    /// Every line of the page, by name and labels.
    private func metrics(of cluster: Cluster) throws -> [String: String] {
        let page = try HTTPClient(port: cluster.adminPort).send("GET", "/metrics").text
        let samples = page.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            uniqueKeysWithValues: samples.map { line in
                let end = line.lastIndex(of: " ") ?? line.endIndex
                return (String(line[..<end]), String(line[end...].dropFirst()))
            })
    }

    private func words(of pid: pid_t) -> [String] {
        commandLine(of: pid).split(separator: " ").map(String.init)
    }

    private func threads(of pid: pid_t) -> Int {
        let lines = readFile("/proc/\(pid)/status").split(separator: "\n")
        let line = lines.first { $0.hasPrefix("Threads:") }
        return line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0
    }

    private func isAlive(_ pid: pid_t) -> Bool {
        kill(pid, 0) == 0 && !readFile("/proc/\(pid)/status").contains("State:\tZ")
    }
}
