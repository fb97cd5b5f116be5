import Discord
import Essentials

/// One role to be given or taken.
struct RoleChange: Hashable, Sendable {
    let key: GrantKey
    let state: GrantState

    var isGiving: Bool { state == .giving }

    fileprivate var order: (Int, Snowflake, Int64) { (isGiving ? 0 : 1, key.role, key.entry) }
}

/// How far a change of a member's roles is.
struct MemberState: Sendable {
    /// The panel; nil where nothing was chosen.
    let found: FoundPanel?
    /// What the rows said before the choice.
    private(set) var grants: Grants
    /// The check was answered before.
    var answer: CheckMemo.Answer?
    /// What Discord has still to do.
    var open: Grants = [:]
    /// What the rows become.
    private(set) var final: [GrantKey: GrantPlan.End] = [:]
    /// The roles that the member has, where somebody else began something; nil until that is read.
    var roles: Set<Snowflake>?
    /// They aren't a member any more, or a bot.
    var isGone = false
    private(set) var decision: CheckMachine.Decision?
    private var begun: Set<GrantKey> = []
    /// What Discord has done for the choice, in this order.
    private(set) var done: [RoleChange] = []
    /// Roles that should have gone and couldn't be taken.
    private(set) var kept: [Snowflake] = []
    /// Why the choice is turned round.
    private(set) var failure: DiscordError?
    /// Turning it round failed, too: it's completed later.
    private(set) var isUnsettled = false

    init(found: FoundPanel?, grants: Grants) {
        self.found = found
        self.grants = grants
    }

    /// What is taken goes last: a member with one role too many for a moment keeps what was chosen.
    var nextChange: RoleChange? {
        open.map { RoleChange(key: $0.key, state: $0.value) }.min { $0.order < $1.order }
    }

    /// What was unfinished has been completed, and written.
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

    /// Discord has done it, or it was done already.
    mutating func note(_ change: RoleChange) {
        open[change.key] = nil
        guard failure == nil else { return }
        if decision != nil { done.append(change) }
        if final[change.key] == nil { final[change.key] = change.state.end }
    }

    /// Nobody has the role any more, nor is to get it.
    mutating func noteGone(_ change: RoleChange) { final[change.key] = .gone }

    /// Discord refused it, or failed.
    /// - Returns: whether it goes on all the same.
    mutating func note(_ change: RoleChange, refused error: DiscordError) -> Bool {
        open[change.key] = nil
        if failure != nil {
            // The row says what is wanted instead.
            final[change.key] = .state(change.state)
            isUnsettled = true
        } else if let decision {
            if !change.isGiving, decision.outcome != .taken, error.isForbidden {
                // The choice stands without what the bot may not take (any more).
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

    /// What was done of a choice that Discord broke off is undone; the rows become what they were.
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
