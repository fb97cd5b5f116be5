import Essentials
import EventLoop
import Worker

/// Asks every worker for its figures and adds up what comes in time, and what the departed have left.
@LoopActor
final class MetricsCollector {
    private var departed = MetricsTotals()
    private var rounds: [UInt32: Round] = [:]
    private var lastNumber: UInt32 = 0

    /// One question to all workers.
    @LoopActor
    private final class Round {
        var awaited: Set<WorkerID>
        let isOver = Promise<Void>()

        init(awaited: Set<WorkerID>) {
            self.awaited = awaited
        }
    }

    /// Waits until each of the workers has sent its figures, or a second has passed: a stuck one must not hide the rest.
    func collect(from workers: [WorkerID: WorkerProcess]) async {
        guard !workers.isEmpty else { return }
        lastNumber = lastNumber == .max ? 1 : lastNumber + 1
        let number = lastNumber
        let round = Round(awaited: Set(workers.keys))
        rounds[number] = round
        for worker in workers.values { worker.send(.collect(number)) }
        let timer = EventLoop.shared.schedule(after: .seconds(1)) { round.isOver.fulfil(()) }
        await round.isOver.value
        EventLoop.shared.cancel(timer)
        rounds[number] = nil
    }

    func received(from id: WorkerID, number: UInt32) {
        guard let round = rounds[number] else { return }
        round.awaited.remove(id)
        if round.awaited.isEmpty { round.isOver.fulfil(()) }
    }

    /// Keeps a worker's counts when it has ended, so that no total ever falls.
    func remember(_ worker: WorkerProcess, _ id: WorkerID) {
        departed.addDeparted(worker.figures)
        for round in rounds.values {
            round.awaited.remove(id)
            if round.awaited.isEmpty { round.isOver.fulfil(()) }
        }
    }

    func totals(of workers: [WorkerID: WorkerProcess]) -> MetricsTotals {
        var totals = departed
        for (_, worker) in workers.sorted(by: { $0.key < $1.key }) {
            totals.add(worker.figures, worker: worker.slot)
        }
        return totals
    }
}
