import CLinux
import Glibc
import Modules
import Worker

/// Carries out the decisions of `SupervisorMachine`: starts, directs, kills and replaces worker processes.
@LoopActor
final class Supervisor: AdminSource {
    private let launch: WorkerProcess.Launch
    private let log: Log
    private let onEnd: @LoopActor (_ code: Int32) -> Void
    private var machine: SupervisorMachine
    private var processes: [WorkerID: WorkerProcess] = [:]
    private let collector = MetricsCollector()
    private var own = SupervisorMetrics()
    private var timer: TimerID?
    private var admin: HTTPServer?
    private let notifier: ServiceNotifier?

    init(
        _ settings: SupervisorMachine.Settings, _ launch: WorkerProcess.Launch, log: Log,
        notifier: ServiceNotifier? = nil, onEnd: @escaping @LoopActor (_ code: Int32) -> Void
    ) {
        machine = SupervisorMachine(settings)
        self.launch = launch
        self.log = log
        self.notifier = notifier
        self.onEnd = onEnd
    }

    /// Whether the host answers requests.
    var isReady: Bool { machine.isReady }

    func start() {
        notifier?.start()
        handle(.started)
        // The code pages of the start-up aren't needed again soon.
        EventLoop.shared.schedule(after: .seconds(1)) { clinux_release_code() }
    }

    /// Serves the admin address for the life of this process.
    func serveAdmin(on listener: Int32) {
        let server = HTTPServer(responder: AdminResponder(self))
        server.addListener(listener)
        admin = server
    }

    func received(signal: Int32) {
        switch signal {
        case SIGTERM: handle(.drainAsked)
        case SIGINT: handle(.stopAsked)
        case SIGHUP: handle(.replacementAsked)
        default: break
        }
    }

    /// The metrics of all workers and of the supervisor, as Prometheus reads them.
    func metrics() async -> String {
        await collector.collect(from: processes)
        var totals = collector.totals(of: processes)
        totals.add(own.snapshot(of: machine), worker: nil)
        return totals.snapshot.prometheusText
    }

    // MARK: Events

    private func handle(_ event: SupervisorEvent) {
        for action in machine.handle(event, at: .now()) { perform(action) }
        notifier?.tell(machine.serviceState, status: machine.status)
        if let timer { EventLoop.shared.cancel(timer) }
        let now = Instant.now()
        timer = EventLoop.shared.schedule(after: machine.nextEvent(after: now) - now) {
            self.timer = nil
            self.handle(.timePassed)
        }
    }

    private func handle(_ event: WorkerProcess.Event, of id: WorkerID) {
        switch event {
        case .received(.ready):
            handle(.ready(id))
        case .received(.heartbeat(let isHealthy)):
            handle(.heartbeat(id, isHealthy: isHealthy))
        case .received(.metrics(let number, let figures)):
            processes[id]?.figures = figures
            collector.received(from: id, number: number)
        case .linkEnded(let error):
            if let error {
                log.error("A worker says what isn't understood.", ["reason": "\(error)"])
            }
            // Usually the first sign of an exit, which is reported next.
            EventLoop.shared.schedule(after: .seconds(1)) { self.handle(.linkBroken(id)) }
        case .exited(let status):
            end(id, status)
        }
    }

    private func end(_ id: WorkerID, _ status: Int32) {
        guard let process = processes[id] else { return }
        process.finish()
        processes[id] = nil
        collector.remember(process, id)
        log.info(
            "A worker has ended",
            ["worker": process.slot, "pid": process.pid, "status": Int(status)])
        handle(.exited(id, status: status))
    }

    // MARK: Actions

    private func perform(_ action: SupervisorAction) {
        switch action {
        case .spawn(let id, let slot): spawn(id, slot)
        case .send(let id, let message): processes[id]?.send(message)
        case .kill(let id, let reason): kill(id, reason)
        case .reportFailedReplacement(let reason):
            log.error("The replacement was given up, the old workers continue: \(reason.rawValue)")
        case .exit(let code): onEnd(code)
        }
    }

    private func spawn(_ id: WorkerID, _ slot: Int) {
        own.starts += 1
        if machine.replaceBelow != nil { own.replacements += 1 }
        let process = WorkerProcess(slot: slot, launch) { [weak self] in self?.handle($0, of: id) }
        guard let process else {
            log.error("A worker can't be started", ["errno": Int(errno)])
            // Not at once: the machine is in the middle of its actions.
            EventLoop.shared.schedule(after: .zero) {
                self.handle(.exited(id, status: ExitCode.system))
            }
            return
        }
        processes[id] = process
        log.info("A worker was started", ["worker": slot, "pid": process.pid])
    }

    private func kill(_ id: WorkerID, _ reason: KillReason) {
        guard let process = processes[id] else { return }
        own.kills += 1
        log.error(
            "A worker is killed: \(reason.rawValue)",
            ["worker": process.slot, "pid": process.pid])
        process.kill()
    }
}
