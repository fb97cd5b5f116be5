import API
import Discord
import Essentials
import EventLoop
import Postgres

/// An effect that is due.
package struct DueEffect: Sendable {
    package let key: EffectKey
    package let requestedAt: Timestamp
    let fence: Int64

    /// From a row of ``EffectSQL/lease``.
    init?(_ row: Row) {
        guard let key = EffectKey(row) else { return nil }
        self.key = key
        fence = row.int64(4)
        requestedAt = row.timestamp(5)
    }
}

/// Works on an effect; false: there is more to do.
typealias Resume = @LoopActor (DueEffect, DiscordCalls) async throws -> Bool

/// The background loop: completes effects that requests left or crashes interrupted. Every worker runs it; a lease, a lock and the
/// claim give each effect to one of them at a time.
extension Reconciler {
    /// How often it looks for due effects.
    private static let interval = Duration.seconds(2)
    /// How many effects run at once, so that one that waits for Discord doesn't delay the others.
    private static let atOnce = 16

    /// Registers a kind whose effects are completed by the same steps as in a request.
    /// - Parameters:
    ///   - prepare: runs before, without the effect's lock.
    ///   - effect: makes the effect; nil: the key can't exist.
    package func resumes<Kind: Effect>(
        _ kind: EffectKind,
        after prepare: @escaping @LoopActor (EffectKey, DiscordCalls) async throws -> Void = {
            _, _ in
        },
        as effect: @escaping @LoopActor (EffectKey) -> Kind?
    ) {
        resumers[kind] = { [unowned self] due, calls in
            guard let effect = effect(due.key) else { return true }
            try await prepare(due.key, calls)
            guard let key = due.key.lock else { preconditionFailure("its kind has no lock") }
            let isOver = try await database.direct.withLockIfFree(key) { lock in
                let claim = EffectClaim(due.key, calls, under: lock, on: self.database)
                _ = try await self.perform(effect, claim)
                return claim.fence == nil
            }
            return isOver ?? false
        }
    }

    /// Registers a kind of work that is done in portions. A portion may run twice.
    /// - Parameter portion: does one portion; returns whether it was the last.
    package func resumes(
        _ kind: EffectKind,
        inPortions portion: @escaping @LoopActor (DueEffect, DiscordCalls) async throws -> Bool
    ) {
        resumers[kind] = { [unowned self] due, calls in
            let isDone: Bool?
            if let key = due.key.lock {
                isDone = try await database.direct.withLockIfFree(key) { _ in
                    try await portion(due, calls)
                }
            } else {
                isDone = try await portion(due, calls)
            }
            if isDone == false { _ = try await database.run(EffectSQL.release, due.key.values) }
            return isDone ?? false
        }
    }

    /// Deletes an effect that a request has completed.
    package func finish(_ due: DueEffect) async throws(DatabaseError) {
        _ = try await database.run(EffectSQL.settleIfUntouched, due.key.values + [.int8(due.fence)])
    }

    /// Extends the lease while a portion runs.
    package func renew(_ due: DueEffect) async throws(DatabaseError) {
        _ = try await database.run(EffectSQL.renew, due.key.values)
    }

    /// Starts the loop; it runs until ``stop()``.
    package func start() {
        spawn {
            while !self.hasStopped {
                // Jitter, so that workers started together don't stay in step.
                await sleep(for: Self.interval * Double.random(in: 0.5...1.5))
                if !self.hasStopped, self.database.isReachable { _ = await self.begin() }
            }
        }
    }

    package func stop() {
        hasStopped = true
    }

    /// Works on due effects until none is left.
    package func completeAll() async {
        while true {
            let begun = await begin()
            guard !begun.isEmpty else { return }
            for end in begun { await end.value }
        }
    }

    /// Leases as many due effects as there is room for, and starts them.
    private func begin() async -> [Promise<Void>] {
        let room = Self.atOnce - running
        guard room > 0, !hasStopped else { return [] }
        let rows: Rows
        do {
            rows = try await database.run(
                EffectSQL.lease,
                [.textArray(resumers.keys.map(\.rawValue)), .int8(Int64(room))])
        } catch {
            failedLooks += 1
            log.warning("due effects could not be read", ["cause": "\(error)"])
            return []
        }
        looks += 1
        return rows.compactMap(DueEffect.init).map { due in
            running += 1
            let end = Promise<Void>()
            spawn {
                await self.complete(due)
                self.running -= 1
                end.fulfil(())
            }
            return end
        }
    }

    private func complete(_ due: DueEffect) async {
        guard let resume = resumers[due.key.kind] else { return }
        let calls = discord.actingInBackground(
            in: due.key.guild, waitLimit: .now() + DiscordCalls.longestWait)
        do {
            let isOver = try await resume(due, calls)
            resumed += 1
            if isOver { try await finish(due) }
        } catch is EffectClaim.Lost {
            claimsLost += 1
        } catch  where (error as? APIError)?.isFinal == true {
            // Its subject is gone, and so is the effect.
            try? await finish(due)
        } catch  where error as? DiscordError == .cancelled {
            _ = try? await database.run(EffectSQL.release, due.key.values)
        } catch {
            failures += 1
            log.warning(
                "an effect failed",
                [
                    "kind": due.key.kind.rawValue, "guild": "\(due.key.guild)", "cause": "\(error)",
                ])
            _ = try? await database.run(EffectSQL.postpone, due.key.values)
        }
    }
}
