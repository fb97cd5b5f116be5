import EventLoop
import Worker

/// A worker process's number, unique in the supervisor's life; later ones are higher.
typealias WorkerID = Int

/// An event that the supervisor reacts to.
enum SupervisorEvent: Equatable {
    case started
    case ready(WorkerID)
    case heartbeat(WorkerID, isHealthy: Bool)
    /// The process has ended, or could not be started.
    case exited(WorkerID, status: Int32)
    /// The link has ended or is invalid, so the process can't be controlled any more.
    case linkBroken(WorkerID)
    case timePassed
    /// SIGTERM
    case drainAsked
    /// SIGINT
    case stopAsked
    /// SIGHUP
    case replacementAsked
}

/// What the supervisor does in response.
enum SupervisorAction: Equatable {
    case spawn(WorkerID, slot: Int)
    case send(WorkerID, SupervisorMessage)
    case kill(WorkerID, because: KillReason)
    /// A rolling replacement has been given up; the old workers continue.
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
