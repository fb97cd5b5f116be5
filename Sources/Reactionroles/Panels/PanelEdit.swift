import API
import Discord
import Essentials
import EventLoop
import Postgres

/// A change of a panel that a request asks for.
@LoopActor
protocol PanelEdit: Sendable {
    /// What the request answers with.
    associatedtype Value: Sendable

    /// Checks that the change may be made, and says what it takes.
    /// - Parameter entry: an id for an entry, never used before.
    /// - Throws: `APIError` where it may not.
    func plan(
        _ found: FoundPanel, entry: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Value>
}

/// What a change of a panel takes: one that Discord takes is stored, one that it refuses is not.
struct PanelPlan<Value: Sendable>: Sendable {
    /// Changes the message; nil: it shows nothing of the change.
    var show: (@Sendable @LoopActor (PanelRenderer) async throws(DiscordError) -> Void)?
    /// That is one call, so that a refusal has changed nothing.
    var isSingle = false
    /// The panel goes: from the beginning it's gone for everybody.
    var isDeletion = false
    /// Stores it; gives a row unless the panel is gone.
    let statement: BoundStatement
    /// What Discord's refusal means to the caller.
    var refusal: @Sendable (DiscordError) -> any Error = { $0 }
    let value: @Sendable (Row) -> Value
}

/// No change: the message is made to show what the rows say.
struct PanelRepair: PanelEdit {
    func plan(
        _ found: FoundPanel, entry: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Void> {
        throw PanelID.noPanel
    }
}
