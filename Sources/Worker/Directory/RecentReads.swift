import Modules

/// What Discord said within the last minute; who asks for the same meanwhile shares the call. Failures aren't remembered.
@LoopActor
final class RecentReads<Key: Hashable & Sendable, Value: Sendable> {
    private typealias Outcome = Result<Value, any Error>

    private enum Entry {
        case reading([Promise<Outcome>])
        case known(Value, readAt: Instant)
    }

    private let lifetime = Duration.seconds(60)
    private let capacity: Int
    private var entries: [Key: Entry] = [:]

    /// - Parameter capacity: how many answers are remembered at most.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The answer, remembered or read. The call is the first asker's; it goes on when that one is gone.
    func value(of key: Key, _ read: @escaping @LoopActor () async throws -> Value) async throws
        -> Value
    {
        let mine = Promise<Outcome>()
        switch entries[key] {
        case .known(let value, let readAt) where Instant.now() - readAt < lifetime: return value
        case .reading(let others): entries[key] = .reading(others + [mine])
        default:
            entries[key] = .reading([mine])
            spawn {
                let readAt = Instant.now()
                do { self.finish(key, .success(try await read()), readAt) } catch {
                    self.finish(key, .failure(error), readAt)
                }
            }
        }
        return try await mine.value.get()
    }

    private func finish(_ key: Key, _ outcome: Outcome, _ readAt: Instant) {
        guard case .reading(let askers) = entries[key] else { return }
        entries[key] = (try? outcome.get()).map { .known($0, readAt: readAt) }
        for asker in askers { asker.fulfil(outcome) }
        if entries.count > capacity { forget() }
    }

    private func forget() {
        entries = entries.filter { if case .reading = $0.value { true } else { false } }
    }
}
