import EventLoop

/// Readings of the same thing for several waiters at once. Whoever asks while a reading is under way gets the next one, which begins
/// as soon as that ends; whoever asks before a reading's first call has gone out shares it. So every answer is of a
/// time after its question.
///
///     let reads = SharedReads<Snowflake, [Invite]>()
///     let invites = try await reads.value(of: guild, for: discord.acting(for: call)) { calls in
///         try await calls.invites(of: guild)
///     }
@LoopActor
package final class SharedReads<Key: Hashable & Sendable, Value: Sendable> {
    package typealias Read = @LoopActor (DiscordCalls) async throws(DiscordError) -> Value

    private struct Waiter {
        let calls: DiscordCalls
        let read: Read
        let answer: Promise<Result<Value, DiscordError>>
    }

    /// Interactive readings don't wait behind a job's, and no guild's behind another's: whoever has used up a share of the limits
    /// would hold up the others.
    private struct Place: Hashable {
        let key: Key
        let urgency: CallUrgency
        let share: CallParty.Share
    }

    private struct Readings {
        /// Whom the reading under way is for.
        var current: [Waiter] = []
        var hasBegun = false
        /// Those who came after it had begun.
        var next: [Waiter] = []
    }

    private var places: [Place: Readings] = [:]

    package nonisolated init() {}

    /// Reads something, together with others who want the same.
    /// - Parameters:
    ///   - calls: on whose behalf; of those there when a reading starts, the one who may wait longest makes it.
    ///   - read: makes the calls; the same for everyone with this key.
    package func value(
        of key: Key, for calls: DiscordCalls, _ read: @escaping Read
    ) async throws(DiscordError) -> Value {
        let place = Place(key: key, urgency: calls.urgency, share: calls.party.share)
        let waiter = Waiter(calls: calls, read: read, answer: Promise())
        if places[place] == nil {
            places[place] = Readings(current: [waiter])
            spawn { await self.work(at: place) }
        } else if places[place]?.hasBegun == true {
            places[place]?.next.append(waiter)
        } else {
            places[place]?.current.append(waiter)
        }
        let limit = calls.waitLimit + TransferLimits.longestTransfer
        let timer = EventLoop.shared.schedule(after: limit - .now()) {
            waiter.answer.fulfil(.failure(.waitedTooLong))
        }
        defer { EventLoop.shared.cancel(timer) }
        return try await waiter.answer.value.get()
    }

    /// Reads until nobody waits any more.
    private func work(at place: Place) async {
        while let leader = places[place]?.current.max(by: {
            $0.calls.waitLimit < $1.calls.waitLimit
        }) {
            places[place]?.hasBegun = false
            var calls = leader.calls
            calls.begun = { [weak self] in self?.places[place]?.hasBegun = true }
            let result: Result<Value, DiscordError>
            do throws(DiscordError) {
                result = .success(try await leader.read(calls))
            } catch { result = .failure(error) }
            finish(place, leader, result)
        }
        places[place] = nil
    }

    /// Answers those the reading was for, and turns to the next ones. Where the leader's time was too short, those with more try
    /// again.
    private func finish(_ place: Place, _ leader: Waiter, _ result: Result<Value, DiscordError>) {
        guard let readings = places[place] else { return }
        var left: [Waiter] = []
        for waiter in readings.current {
            if case .failure(.waitedTooLong) = result,
                waiter.calls.waitLimit > leader.calls.waitLimit
            {
                left.append(waiter)
            } else {
                waiter.answer.fulfil(result)
            }
        }
        places[place]?.current = left + readings.next
        places[place]?.next = []
    }
}
