import Modules

/// Makes a panel's message match the rows of the panel and its entries.
///
/// A change goes to Discord first, and is then stored together with the claim's end. If it fails in between, it is undone by showing what
/// the rows say: by the same request, or by the loop after a crash. A deletion is completed, a posting undone. Storing rows first would
/// show a refused change for a moment, and need the old rows to be kept until Discord has agreed.
struct PanelEffect<Edit: PanelEdit>: Effect {
    let key: EffectKey
    let edit: Edit

    struct State: Sendable {
        var found: FoundPanel
        /// A new, unused id for an entry.
        let entry: Int64
        /// The message may differ from the rows.
        var isStale: Bool
        var plan: PanelPlan<Edit.Value>?
        var value: Edit.Value?
        /// The reason why the change wasn't made.
        var failure: (any Error)?
        /// The panel was deleted, or never posted.
        var isGone = false
    }

    enum Step: Sendable {
        case undoPosting
        case finishDeletion
        case show
        case edit
    }

    /// The state in doubt: the message's content.
    private static var message: String { "message" }
    static var busy: any Error {
        APIError.database(outcomeUnknown: false).because(
            "another change of the panel takes too long")
    }

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, Edit.Value> {
        let rows = try await claim.database.run(PanelSQL.claim, panel)
        guard let claimed = ClaimedPanel(rows, claim) else {
            _ = try await PanelReader(database: claim.database).panel(
                key.subject, of: key.guild, deadline: .now() + RequestContext.timeLimit)
            throw PanelID.noPanel
        }
        let isStale = claim.inDoubt != nil || edit is PanelRepair
        return .claimed(State(found: claimed.found, entry: claimed.entry, isStale: isStale))
    }

    nonisolated func next(_ state: State) -> Step? {
        guard !state.isGone, state.value == nil else { return nil }
        return switch state.found.panel.state {
        case .posting: .undoPosting
        case .deleting: .finishDeletion
        case .standing where state.isStale: .show
        case .standing: state.failure == nil && !(edit is PanelRepair) ? .edit : nil
        }
    }

    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws {
        switch step {
        case .undoPosting:
            try await PanelPostingSearch(panel: state.found.panel).undo(claim)
            state.isGone = true
        case .finishDeletion:
            try await screen(state, claim)?.clear(state.found.entries, of: state.found.panel)
            try await delete(takesBack: true, claim)
            state.isGone = true
        case .show:
            if claim.inDoubt == nil { try await claim.begin(Self.message) }
            try await screen(state, claim)?.show(state.found)
            state.isStale = false
        case .edit: try await perform(&state, claim)
        }
    }

    private func perform(_ state: inout State, _ claim: EffectClaim) async throws {
        let plan = try await edit.plan(state.found, entry: state.entry, claim.calls)
        state.plan = plan
        if let show = plan.show, let screen = screen(state, claim) {
            try await claim.begin(Self.message, plan.isDeletion ? [setState(.deleting)] : [])
            try claim.check()
            try await show(screen)
        }
        let rows = try await claim.settle(after: guildLock, [plan.statement])
        guard let row = rows.first else {
            await claim.suspect()
            _ = try await PanelReader(database: claim.database).panel(
                key.subject, of: key.guild, deadline: .now() + RequestContext.timeLimit)
            throw APIError.database(outcomeUnknown: false).because(
                "the panel was changed meanwhile")
        }
        state.value = plan.value(row)
    }

    func refused(
        _ step: Step, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        if step != .undoPosting, error.saysMessageIsGone {
            // The message is gone from Discord, so the panel is deleted as well.
            try await delete(takesBack: false, claim)
            throw PanelID.messageIsGone
        }
        guard step == .edit, let plan = state.plan else { throw state.failure ?? error }
        let isUndone = plan.isSingle && error.effect == .none
        if plan.isDeletion {
            // The panel exists again; whether its message does is checked by the reconciler.
            let stands = setState(.standing)
            if isUndone {
                try await claim.settle([stands])
            } else {
                try await claim.write([stands])
            }
            throw error
        }
        state.failure = plan.refusal(error)
        state.isStale = !isUndone
    }

    func settle(_ state: State, _ claim: EffectClaim) async throws -> Edit.Value {
        if let value = state.value { return value }
        if !state.isGone { try await claim.settle() }
        if let failure = state.failure { throw failure }
        // A repair has no value.
        guard let nothing = () as? Edit.Value else { throw PanelID.noPanel }
        return nothing
    }

    // MARK: Parts

    var panel: [SQLValue] { [.snowflake(key.guild), .int8(key.subject)] }

    private var guildLock: [BoundStatement] {
        [Reactionroles.lock.exclusive(key.guild)]
    }

    private func delete(takesBack: Bool, _ claim: EffectClaim) async throws {
        try await claim.settle(
            after: guildLock, [BoundStatement(PanelSQL.delete, panel + [.bool(takesBack)])])
    }

    private func setState(_ state: Panel.State) -> BoundStatement {
        BoundStatement(PanelSQL.setState, panel + [.int2(state.rawValue)])
    }

    private func screen(_ state: State, _ claim: EffectClaim) -> PanelRenderer? {
        state.found.panel.message.map {
            PanelRenderer(claim.calls, of: state.found.panel, message: $0)
        }
    }
}
