import EventLoop
import Worker

/// Numbers a worker process for the supervisor's whole life; a later one has a higher number.
typealias WorkerID = Int

/// What happens to the supervisor.
enum SupervisorEvent: Equatable {
    case started
    case ready(WorkerID)
    case heartbeat(WorkerID, isHealthy: Bool)
    /// The process has ended, or could not be started.
    case exited(WorkerID, status: Int32)
    /// The link has ended or carried nonsense, so that the process can't be led any more.
    case linkBroken(WorkerID)
    case timePassed
    /// SIGTERM
    case drainAsked
    /// SIGINT
    case stopAsked
    /// SIGHUP
    case replacementAsked
}

/// What the supervisor does about it.
enum SupervisorAction: Equatable {
    case spawn(WorkerID, slot: Int)
    case send(WorkerID, SupervisorMessage)
    case kill(WorkerID, because: KillReason)
    /// A rolling replacement has been given up; the old workers go on.
    case reportFailedReplacement(because: ReplacementFailure)
    /// Every worker is gone.
    case exit(code: Int32)
}

/// Why a rolling replacement is given up.
enum ReplacementFailure: String {
    case failedStarts = "new workers don't start"
    case unreadiness =
        "a new worker isn't ready, as its log lines tell, while the old one is (is a migration missing?)"
}

/// Why a worker is killed.
enum KillReason: String {
    case silent = "its loop was silent too long"
    case overdue = "it did not end in time"
    case unreachable = "its link is broken"
    case impatience = "a second interrupt came"
}
