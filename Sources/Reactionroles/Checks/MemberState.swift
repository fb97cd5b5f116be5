import Modules

/// A role to be given or taken.
struct RoleChange: Hashable, Sendable {
    let key: GrantKey
    let state: GrantState

    var isGiving: Bool { state == .giving }

    fileprivate var order: (Int, Snowflake, Int64) { (isGiving ? 0 : 1, key.role, key.entry) }
}

/// The progress of a change of a member's roles.
struct MemberState: Sendable {
    /// The panel; nil without a choice.
    let found: FoundPanel?
    /// The grants before the choice.
    private(set) var grants: Grants
    /// The stored answer, if the check is a repeat.
    var answer: CheckMemo.Answer?
    /// The changes that Discord still has to apply.
    var open: Grants = [:]
    /// The final states of rows.
    private(set) var final: [GrantKey: GrantPlan.End] = [:]
    /// The member's roles, for completing an earlier run's changes; nil until they are read.
    var roles: Set<Snowflake>?
    /// The user is no member, or a bot.
    var isGone = false
    private(set) var decision: CheckMachine.Decision?
    private var begun: Set<GrantKey> = []
    /// The changes applied for the choice, in order.
    private(set) var done: [RoleChange] = []
    /// Roles to be removed that the bot couldn't take.
    private(set) var kept: [Snowflake] = []
    /// The error that makes the choice roll back.
    private(set) var failure: DiscordError?
    /// The rollback failed as well; the reconciler completes it.
    private(set) var isUnsettled = false

    init(found: FoundPanel?, grants: Grants) {
        self.found = found
        self.grants = grants
    }

    /// Roles are given before others are taken: an interruption leaves the member with the chosen role.
    var nextChange: RoleChange? {
        open.map { RoleChange(key: $0.key, state: $0.value) }.min { $0.order < $1.order }
    }

    /// An earlier run's changes have been completed, and written.
    mutating func forgetUnfinished() {
        for (key, end) in final {
            if case .state(let state) = end { grants[key] = state } else { grants[key] = nil }
        }
        final = [:]
    }

    mutating func choose(_ decision: CheckMachine.Decision, _ plan: GrantPlan) {
        self.decision = decision
        begun = Set(plan.begun.keys)
        open = plan.begun
        final = plan.final
    }

    /// Discord has applied the change, or it had been applied before.
    mutating func note(_ change: RoleChange) {
        open[change.key] = nil
        guard failure == nil else { return }
        if decision != nil { done.append(change) }
        if final[change.key] == nil { final[change.key] = change.state.end }
    }

    /// The user is no member: the grant is deleted.
    mutating func noteGone(_ change: RoleChange) { final[change.key] = .gone }

    /// Discord refused the change, or failed.
    /// - Returns: whether to continue.
    mutating func note(_ change: RoleChange, refused error: DiscordError) -> Bool {
        open[change.key] = nil
        if failure != nil {
            // The row keeps the target state of the rollback.
            final[change.key] = .state(change.state)
            isUnsettled = true
        } else if let decision {
            if !change.isGiving, decision.outcome != .taken, error.isForbidden {
                // The choice stands, except for a role that the bot may not take.
                final[change.key] = before(change.key)
                kept.append(change.key.role)
            } else {
                turnRound(change, error)
            }
        } else {
            guard error.isFinal else { return false }
            final[change.key] = change.state.refusedEnd
        }
        return true
    }

    /// Rolls back the changes of a choice after a failure; the rows return to their state before.
    private mutating func turnRound(_ last: RoleChange, _ error: DiscordError) {
        failure = error
        final = [:]
        for key in begun { final[key] = before(key) }
        open = [:]
        for change in done + (error.effect == .none ? [] : [last]) {
            open[change.key] = change.isGiving ? .taking : .giving
        }
    }

    private func before(_ key: GrantKey) -> GrantPlan.End {
        grants[key].map { .state($0) } ?? .gone
    }
}
