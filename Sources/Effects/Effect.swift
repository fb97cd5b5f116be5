import Discord
import EventLoop

/// A change that must become visible on Discord, as level-triggered reconciliation.
///
/// A request and the background loop, which completes what a killed worker left, run the same steps: load the actual and the
/// wanted state under a claim, let a pure function name the next step, perform it, and repeat until none is left.
@LoopActor
package protocol Effect: Sendable {
    /// The actual and the wanted state.
    associatedtype State: Sendable
    /// One action on Discord or in the database.
    associatedtype Step: Sendable
    /// The result that the caller gets.
    associatedtype Outcome: Sendable

    var key: EffectKey { get }

    /// The error for a caller that waited too long for others working on the same effect.
    static var busy: any Error { get }

    /// Claims the effect and loads its state. Calls ``EffectClaim/take(_:)`` unless there is nothing to do.
    func load(_ claim: EffectClaim) async throws -> EffectStart<State, Outcome>

    /// The next step; nil: the wanted state is reached.
    nonisolated func next(_ state: State) -> Step?

    /// Performs a step and records its result in the state.
    /// - Throws: a `DiscordError` goes to ``refused(_:_:_:_:)``; any other error ends the effect for now.
    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws

    /// Handles a step that Discord refused or failed: updates the state to continue, or throws.
    func refused(
        _ step: Step, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws

    /// Settles the claim once no step is left.
    func settle(_ state: State, _ claim: EffectClaim) async throws -> Outcome
}

/// The result of ``Effect/load(_:)``.
package enum EffectStart<State: Sendable, Outcome: Sendable>: Sendable {
    /// There is nothing to do, and nothing was claimed.
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
