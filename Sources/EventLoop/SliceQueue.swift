/// Schedules long computations in slices: one task resumes in each turn of the loop, in FIFO order, so a turn contains one
/// slice however many tasks there are.
@LoopActor
package final class SliceQueue {
    package static let shared = SliceQueue()

    private var waiting: [Promise<Void>] = []
    private var isScheduled = false

    /// Suspends until it is this task's turn, in a later turn of the loop.
    package func turn() async {
        let turn = Promise<Void>()
        waiting.append(turn)
        schedule()
        await turn.value
    }

    private func schedule() {
        guard !isScheduled, !waiting.isEmpty else { return }
        isScheduled = true
        EventLoop.shared.schedule(after: .zero) { [self] in
            isScheduled = false
            waiting.removeFirst().fulfil(())
            schedule()
        }
    }
}
