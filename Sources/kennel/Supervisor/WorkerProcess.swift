import Glibc
import Modules
import Worker

/// A worker as the supervisor sees it: the process and the link to it.
@LoopActor
final class WorkerProcess {
    /// How every worker is started.
    struct Launch {
        /// The executable's absolute path; a replacement runs the file that is there then.
        let executable: String
        /// `NAME=value`, all of it.
        let environment: [String]
        let listeners: [Int32]
    }

    enum Event {
        case received(WorkerMessage)
        /// The link has ended; the process may still be there.
        case linkEnded(LinkError?)
        case exited(status: Int32)
    }

    let slot: Int
    /// Its last metrics.
    var figures = MetricsSnapshot()
    private let child: ChildProcess
    private let link: Link<WorkerMessage, SupervisorMessage>

    /// Starts it; nil, with errno, if the system has no processes or descriptors left.
    init?(slot: Int, _ launch: Launch, report: @escaping @LoopActor (Event) -> Void) {
        guard let ends = linkPair() else { return nil }
        defer { close(ends.worker) }
        let child = try? ChildProcess(
            path: launch.executable, arguments: ["kennel", "worker", String(slot)],
            environment: launch.environment, inheriting: [ends.worker] + launch.listeners,
            onExit: { report(.exited(status: $0)) })
        guard let child else {
            close(ends.supervisor)
            return nil
        }
        self.slot = slot
        self.child = child
        link = Link(ends.supervisor) { event in
            switch event {
            case .received(let message): report(.received(message))
            case .ended(let error): report(.linkEnded(error))
            }
        }
    }

    var pid: Int { Int(child.pid) }

    func send(_ message: SupervisorMessage) {
        link.send(message)
    }

    func kill() {
        child.send(SIGKILL)
    }

    /// After its end: delivers its remaining messages.
    func finish() {
        link.readRest()
        link.close()
    }
}
