import Modules
import Worker

/// Collects the metrics of all workers, and adds the counts of those that have ended.
@LoopActor
final class MetricsCollector {
    private var departed = MetricsTotals()
    private var rounds: [UInt32: Round] = [:]
    private var lastNumber: UInt32 = 0

    /// One collection from all workers.
    @LoopActor
    private final class Round {
        var awaited: Set<WorkerID>
        let isOver = Promise<Void>()

        init(awaited: Set<WorkerID>) {
            self.awaited = awaited
        }
    }

    /// Waits until every worker has sent its metrics, at most a second: a stuck worker must not hide the others.
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

    /// Keeps the counts of a worker that has ended, so that totals never decrease.
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
