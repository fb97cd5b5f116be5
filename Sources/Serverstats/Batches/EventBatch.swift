import Modules

/// The events of one request, each with a fate of its own, as if it had come alone.
///
/// Most are stored together. Those that open and close sessions run one by one, in the order of their member's events.
@LoopActor
final class EventBatch {
    private let requests: [BatchedRequest]
    private let store: EventStore
    private let context: RequestContext
    private var report = EventBatchReport()
    /// The first failure of the database; the whole batch's where nothing is known of any event.
    private var failure: (any Error)?
    private var unknown = 0

    init(_ requests: [BatchedRequest], _ store: EventStore, _ context: RequestContext) {
        self.requests = requests
        self.store = store
        self.context = context
    }

    /// Returns once all are committed, or have failed.
    func run() async throws -> EventBatchReport {
        let (plain, chains) = split()
        var waits = chains.map { chain in
            begin { for index in chain { await self.run(index) } }
        }
        waits.append(begin { await self.store(plain) })
        for wait in waits { await wait.value }
        if let failure, unknown == requests.count { throw failure }
        report.failed.sort { $0.index < $1.index }
        return report
    }

    private func begin(_ body: @escaping @LoopActor () async -> Void) -> Promise<Void> {
        let done = Promise<Void>()
        spawn {
            await body()
            done.fulfil(())
        }
        return done
    }

    /// The events that are stored together, and those that run one after the other: the events of a member whose sessions
    /// the batch opens or closes.
    private func split() -> (plain: [(Int, Event)], chains: [[Int]]) {
        let ordered = Set(requests.compactMap { $0.target?.isOrdered == true ? Subject($0) : nil })
        var plain: [(Int, Event)] = []
        var chains: [[Int]] = []
        var places: [Subject: Int] = [:]
        for (index, request) in requests.enumerated() {
            if let subject = Subject(request), ordered.contains(subject) {
                if let place = places[subject] {
                    chains[place].append(index)
                } else {
                    places[subject] = chains.count
                    chains.append([index])
                }
            } else if let event = event(index) {
                plain.append((index, event))
            } else {
                chains.append([index])
            }
        }
        return (plain, chains)
    }

    private func event(_ index: Int) -> Event? {
        guard var event = requests[index].item(for: context.caller) as? Event else { return nil }
        event.arrive(at: context.arrival, key: requests[index].key)
        return event
    }

    private func store(_ events: [(index: Int, event: Event)]) async {
        guard !events.isEmpty else { return }
        let fates = await store.store(events.map(\.event), deadline: context.deadline)
        for ((index, event), fate) in zip(events, fates) {
            note(index) { try fate.mapError(event.failure).get().isRepeat() }
        }
    }

    private func run(_ index: Int) async {
        if let event = event(index) { return await store([(index, event)]) }
        do {
            let isRepeat = try await requests[index].run(context)
            note(index) { isRepeat }
        } catch {
            note(index) { throw error }
        }
    }

    /// Counts what became of an event.
    private func note(_ index: Int, _ isRepeat: () throws -> Bool) {
        do {
            if try isRepeat() { report.repeated += 1 } else { report.stored += 1 }
        } catch {
            fail(index, error)
        }
    }

    private func fail(_ index: Int, _ error: any Error) {
        let answer = APIError(thrown: error, .writing)
        switch answer {
        case .moduleDisabled:
            report.off += 1
            return
        case .settings, .database:
            failure = failure ?? error
            unknown += 1
        default: break
        }
        report.failed.append(
            FailedEvent(index: index, code: answer.code, message: answer.message))
    }
}

/// A member of a guild.
private struct Subject: Hashable {
    let guild: Snowflake
    let member: Snowflake

    init?(_ request: BatchedRequest) {
        guard let guild = request.guild, let member = request.subject else { return nil }
        (self.guild, self.member) = (guild, member)
    }
}
