import CLinux
import Glibc
import Modules

/// A worker: the HTTP server, the application behind it, and the link to its supervisor.
@LoopActor
package final class APIWorker {
    /// What a supervisor hands its worker: one end of the link, and the listening sockets of all slots, by slot.
    package struct Inheritance: Sendable {
        package let link: Int32
        package let listeners: [Int32]

        package init(link: Int32, listeners: [Int32]) {
            self.link = link
            self.listeners = listeners
        }
    }

    private let inheritance: Inheritance
    private let configuration: Configuration
    private let log: Log
    private let database: Database
    private let application: Application
    private let readiness: DatabaseReadiness
    private let cluster: ClusterFigures
    private let server: HTTPServer
    private let responder: APIResponder
    private var lag = MetricHistogram("kennel_loop_lag_seconds", "How late timers fired.")
    /// Whether background work has started.
    private var isWorking = false
    private var machine: WorkerMachine
    private var link: Link<SupervisorMessage, WorkerMessage>?

    package init(
        _ inheritance: Inheritance, configuration: Configuration, migrator: Migrator,
        version: String, log: Log
    ) throws(InvalidConnectionString) {
        self.inheritance = inheritance
        self.configuration = configuration
        self.log = log
        let database = try Database(configuration: DatabaseConfiguration(configuration), log: log)
        self.database = database
        readiness = DatabaseReadiness(
            log: log, hasDirectSession: { database.direct.isConnected },
            check: { try await migrator.isMigrated(database, deadline: $0) })
        application = Application(
            database, discord: DiscordConfiguration(configuration, version: version),
            queue: configuration.writeQueue,
            callerRate: configuration.callerRequestsPerSecond > 0
                ? configuration.callerRequestsPerSecond : nil, log: log)
        cluster = ClusterFigures(database, migrator)
        responder = APIResponder(
            application.endpoints(readiness: readiness, version: version),
            callers: application.credentials,
            proxies: TrustedProxies(configuration.trustedProxies),
            pages: CrossOrigin(configuration.corsOrigins), log: log)
        server = HTTPServer(limits: HTTPLimits(configuration), responder: responder)
        machine = WorkerMachine(orphanLimit: configuration.drainLimit)
    }

    /// Starts the worker, which ends the process by itself.
    package func start() {
        link = Link(inheritance.link) { [unowned self] event in
            switch event {
            case .received(let message): handle(.told(message))
            case .ended(let error):
                if let error {
                    log.error("The supervisor says what isn't understood.", ["reason": "\(error)"])
                }
                handle(.orphaned)
            }
        }
        database.start()
        readiness.start { [unowned self] in readinessChanged() }
        beat(due: .now())
        spawn {
            // Leave connections to the other workers until this one can answer them.
            await self.readiness.settle(atMost: .seconds(2))
            clinux_release_code()
            self.handle(.settled)
        }
    }

    /// Sends a heartbeat every second; a late one shows how long the loop was blocked.
    private func beat(due: Instant) {
        let now = Instant.now()
        lag.add(now - due)
        sendHeartbeat()
        let next = now + .seconds(1)
        EventLoop.shared.schedule(after: .seconds(1)) { self.beat(due: next) }
    }

    private func readinessChanged() {
        sendHeartbeat()
        // Without a migrated database, background work would only log errors again and again.
        guard readiness.isReady, !isWorking else { return }
        isWorking = true
        application.start()
        cluster.start()
    }

    private func sendHeartbeat() {
        link?.sendUnlessBusy(.heartbeat(isHealthy: readiness.isReady))
    }

    private func handle(_ event: WorkerEvent) {
        for action in machine.handle(event) { perform(action) }
    }

    private func perform(_ action: WorkerAction) {
        switch action {
        case .announce: link?.send(.ready)
        case .accept(let slots): accept(from: slots)
        case .acceptAll: accept(from: Array(inheritance.listeners.indices))
        case .drain(let delay, let limit, let isFinal): drain(delay, limit, isFinal)
        case .stop: stop()
        case .sendMetrics(let number): link?.send(.metrics(number, MetricsSnapshot(of: metrics)))
        case .exit: end()
        }
    }

    private var metrics: [any Metric] {
        let droppedLines = MetricCounter(
            "kennel_log_lines_dropped_total",
            "Log lines dropped because their reader was too slow.",
            Int(LogSink.standardError.droppedLines))
        return [lag, droppedLines] + EventLoop.shared.takeMetrics() + ProcessFigures.metrics
            + responder.metrics.all + server.metrics + database.metrics + application.metrics
            + cluster.metrics
    }

    private func accept(from slots: [Int]) {
        let wanted = Set(slots.filter(inheritance.listeners.indices.contains))
        for (slot, listener) in inheritance.listeners.enumerated() {
            if wanted.contains(slot) {
                server.addListener(listener)
            } else {
                server.removeListener(listener)
            }
        }
    }

    private func drain(_ delay: Duration, _ limit: Duration, _ isFinal: Bool) {
        log.info("Draining")
        readiness.drain()
        application.stop()
        spawn {
            await self.server.drain(
                acceptingFor: delay, limit: delay + limit, endsListening: isFinal)
            self.handle(.finished)
        }
    }

    private func stop() {
        readiness.drain()
        application.stop()
        application.giveUpCalls()
        server.closeNow()
        spawn {
            // As long as a request may take.
            await self.server.waitUntilEmpty(until: .now() + .seconds(5))
            self.handle(.finished)
        }
    }

    private func end() {
        database.stop()
        log.info("Ended")
        log.sink.flush()
        exit(0)
    }
}
