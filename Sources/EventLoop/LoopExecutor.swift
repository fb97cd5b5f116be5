import Glibc
import Synchronization

/// Runs every Swift task of the process on the loop's one thread.
///
/// It is both the serial executor of `LoopActor` and the task executor that `spawn` prefers, so that a continuation
/// resumed on the loop goes straight to the loop's own queue: no thread hop, no lock.
package final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    // @unchecked: `ready` and `running` are touched by the loop's thread only, which `isOnLoop` guards.
    package static let shared = LoopExecutor()

    private var ready: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var isDraining = false
    private let foreign = Mutex<[UnownedJob]>([])
    private let foreignTotal = Atomic<Int>(0)
    private let thread = Atomic<UInt>(0)
    private let wakeDescriptor = Atomic<Int32>(-1)

    private init() {
        ready.reserveCapacity(1024)
        running.reserveCapacity(1024)
    }

    package var isOnLoop: Bool {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// Jobs that came from other threads since the start; a worker's must stay 0.
    package var foreignJobs: Int {
        foreignTotal.load(ordering: .relaxed)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isOnLoop {
            ready.append(job)
        } else {
            foreign.withLock { $0.append(job) }
            foreignTotal.add(1, ordering: .relaxed)
            wake()
        }
    }

    package func checkIsolated() {
        precondition(isOnLoop, "this code runs on the loop's thread only")
    }

    /// Makes the calling thread the loop's; `descriptor` is an eventfd that wakes its `epoll_wait`.
    func adoptThread(wakingThrough descriptor: Int32) {
        wakeDescriptor.store(descriptor, ordering: .relaxed)
        thread.store(UInt(pthread_self()), ordering: .relaxed)
    }

    var hasJobs: Bool {
        !ready.isEmpty
    }

    /// Runs what is ready and what that makes ready, at most about `budget` jobs, so that I/O never starves.
    /// Does nothing inside a job (a test that runs a loop of its own).
    func drain(budget: Int) {
        guard !isDraining else { return }
        isDraining = true
        defer { isDraining = false }
        var left = budget
        while !ready.isEmpty, left > 0 {
            swap(&ready, &running)
            left -= running.count
            for job in running {
                job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(),
                    taskExecutor: asUnownedTaskExecutor())
            }
            running.removeAll(keepingCapacity: true)
        }
    }

    /// Moves jobs of other threads into the loop's queue.
    func takeForeign() {
        foreign.withLock { jobs in
            ready.append(contentsOf: jobs)
            jobs.removeAll(keepingCapacity: true)
        }
    }

    func wake() {
        let descriptor = wakeDescriptor.load(ordering: .relaxed)
        guard descriptor >= 0 else { return }
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }
}
