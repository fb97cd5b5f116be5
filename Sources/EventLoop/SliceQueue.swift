/// Tasks that have more to compute than the loop should wait for: one of them goes on in each turn of the loop, first come,
/// first served, so that a turn holds one slice of such work however many tasks there are.
@LoopActor
package final class SliceQueue {
    package static let shared = SliceQueue()

    private var waiting: [Promise<Void>] = []
    private var isScheduled = false

    /// Returns in a later turn of the loop.
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
