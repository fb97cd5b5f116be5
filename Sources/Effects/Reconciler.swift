import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Runs effects: each by one worker of the cluster at a time.
@LoopActor
package final class Reconciler {
    private var steps = LabelledCounter(
        "kennel_effect_steps_total",
        "Steps taken on Discord: answers sent, roles given, posts, messages.",
        label: "kind")
    private var refusedSteps = LabelledCounter(
        "kennel_effect_steps_refused_total", "Steps that Discord refused or that failed.",
        label: "kind")
    var looks = MetricCounter(
        "kennel_effect_looks_total",
        "Queries for due effects: left by requests or interrupted by crashes.")
    var failedLooks = MetricCounter(
        "kennel_effect_looks_failed_total", "Queries for due effects that failed.")
    var resumed = MetricCounter(
        "kennel_effects_resumed_total",
        "Effects, or portions of them, resumed in the background.")
    var failures = MetricCounter(
        "kennel_effects_failed_total",
        "Effects that failed in the background and are tried again later.")
    package internal(set) var claimsLost = MetricCounter(
        "kennel_effect_claims_lost_total", "Claims that another worker took while they were in use."
    )
    let database: Database
    let discord: DiscordClient
    let log: Log
    var resumers: [EffectKind: Resume] = [:]
    /// How many effects the loop is working on.
    var running = 0
    var hasStopped = false

    /// How often an effect starts over after its claim was lost.
    private static let attempts = 4

    package init(_ database: Database, discord: DiscordClient, log: Log) {
        self.database = database
        self.discord = discord
        self.log = log
    }

    package var metrics: [any Metric] {
        [steps, refusedSteps, looks, failedLooks, resumed, failures, claimsLost]
    }

    /// Runs an effect for a request, after those that already wait for its lock.
    /// - Parameter patience: until when to wait for the lock.
    /// - Throws: what the effect throws; `APIError` where the database fails.
    package func run<Kind: Effect>(
        _ effect: Kind, _ calls: DiscordCalls, patience: Instant
    ) async throws -> Kind.Outcome {
        guard let key = effect.key.lock else { preconditionFailure("its kind has no lock") }
        for _ in 0..<Self.attempts {
            do {
                return try await database.direct.withLock(key, deadline: patience) { lock in
                    let claim = EffectClaim(effect.key, calls, under: lock, on: self.database)
                    return try await self.perform(effect, claim)
                }
            } catch is EffectClaim.Lost {
                claimsLost += 1
            } catch LockError.busy {
                throw Kind.busy
            } catch let error as LockError {
                throw APIError.database(outcomeUnknown: false).because(error.words)
            }
        }
        throw APIError.database(outcomeUnknown: false).because("the claim was lost again and again")
    }

    /// Takes all steps, under the lock.
    func perform<Kind: Effect>(
        _ effect: Kind, _ claim: EffectClaim
    ) async throws -> Kind.Outcome {
        defer { refusedSteps[claim.key.kind] += claim.failures }
        do {
            switch try await effect.load(claim) {
            case .nothing(let outcome): return outcome
            case .claimed(var state):
                try await take(&state, effect, claim)
                return try await effect.settle(state, claim)
            }
        } catch  where error.isFinal && claim.inDoubt == nil {
            // A retry would not help, and nothing is in doubt.
            await forget(claim)
            throw error
        }
    }

    private func take<Kind: Effect>(
        _ state: inout Kind.State, _ effect: Kind, _ claim: EffectClaim
    ) async throws {
        while let step = effect.next(state) {
            try claim.check()
            do {
                try await effect.perform(step, &state, claim)
                steps[claim.key.kind] += 1
            } catch let error as DiscordError {
                refusedSteps[claim.key.kind] += 1
                try await effect.refused(step, error, &state, claim)
            }
        }
    }

    /// If this fails, the loop finds the row.
    private func forget(_ claim: EffectClaim) async {
        guard let fence = claim.fence else { return }
        _ = try? await database.run(
            EffectSQL.settleIfUntouched, claim.key.values + [.int8(fence)])
    }
}

extension Error {
    /// Whether a retry would get the same answer.
    var isFinal: Bool {
        switch self {
        case let error as DiscordError: error.isFinal
        case let error as APIError: error.status < 500
        default: false
        }
    }
}
