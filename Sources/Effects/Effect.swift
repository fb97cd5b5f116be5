import Discord
import EventLoop

/// Something that Discord is to show, and what it takes to get there.
///
/// A request and whoever completes what a killed worker left run the same steps: what there is and what is wanted is loaded under a
/// claim, a pure function names the next step, which is performed, until none is left.
@LoopActor
package protocol Effect: Sendable {
    /// What is known, and what is wanted.
    associatedtype State: Sendable
    /// One thing to be done, at Discord or in the database.
    associatedtype Step: Sendable
    /// What is told about it.
    associatedtype Outcome: Sendable

    var key: EffectKey { get }

    /// What is told where others are at it for too long.
    static var busy: any Error { get }

    /// Claims the effect and reads what there is to know; ``EffectClaim/take(_:)`` is called unless there's nothing to be done.
    func load(_ claim: EffectClaim) async throws -> EffectStart<State, Outcome>

    /// The next step; nil: all is as it should be.
    nonisolated func next(_ state: State) -> Step?

    /// Takes a step, and notes in the state what came of it.
    /// - Throws: what the step's ``refused(_:_:_:_:)`` gets, where that is Discord's.
    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws

    /// Discord refused a step, or failed: goes on with what the state says now, or throws.
    func refused(
        _ step: Step, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws

    /// Nothing is left to be done: settles the claim.
    func settle(_ state: State, _ claim: EffectClaim) async throws -> Outcome
}

/// What an effect begins with.
package enum EffectStart<State: Sendable, Outcome: Sendable>: Sendable {
    /// There is nothing to be done, and nothing was claimed.
    case nothing(Outcome)
    case claimed(State)
}

extension Effect {
    package func refused(
        _ step: Step, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        throw error
    }
}
