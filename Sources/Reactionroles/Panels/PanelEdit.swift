import Modules

/// A requested change of a panel.
@LoopActor
protocol PanelEdit: Sendable {
    /// The value of the request's answer.
    associatedtype Value: Sendable

    /// Validates the change and plans it.
    /// - Parameter entry: a new, unused id for an entry.
    /// - Throws: `APIError` if the change is invalid.
    func plan(
        _ found: FoundPanel, entry: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Value>
}

/// The plan of a change: it's shown at Discord first, and stored only if Discord accepts it.
struct PanelPlan<Value: Sendable>: Sendable {
    /// Changes the message; nil: the change isn't visible.
    var show: (@Sendable @LoopActor (PanelRenderer) async throws(DiscordError) -> Void)?
    /// `show` makes a single call, so a refusal means that nothing was changed.
    var isSingle = false
    /// The panel is deleted: from the start, other requests no longer find it.
    var isDeletion = false
    /// Stores the change; returns a row unless the panel is gone.
    let statement: BoundStatement
    /// The caller's error for a refusal by Discord.
    var refusal: @Sendable (DiscordError) -> any Error = { $0 }
    let value: @Sendable (Row) -> Value
}

/// No change: the message is rendered again from the rows.
struct PanelRepair: PanelEdit {
    func plan(
        _ found: FoundPanel, entry: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Void> {
        throw PanelID.noPanel
    }
}
