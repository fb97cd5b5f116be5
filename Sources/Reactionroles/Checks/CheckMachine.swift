import Modules

/// Decides what a member's choice on a panel changes. Pure: it makes no calls.
struct CheckMachine: Sendable {
    let type: PanelType
    let switches: PanelSwitches
    let entries: [Entry]

    /// The member's action.
    enum Event: String, CaseIterable, Sendable {
        case component
        case reactionAdd = "reaction_add"
        case reactionDelete = "reaction_delete"
    }

    /// The member's current roles.
    struct Standing: Sendable {
        /// All roles the member has.
        var roles: Set<Snowflake>
        /// Roles given on this panel, by entry.
        var given: [Int64: Set<Snowflake>] = [:]
    }

    /// The changes to make, in role order.
    struct Decision: Hashable, Sendable {
        var add: [Snowflake] = []
        var remove: [Snowflake] = []
        /// The member's own reaction is removed.
        var removesReaction = false
        var outcome: Outcome
    }

    enum Outcome: Hashable, Sendable {
        case given
        case taken
        /// The member already has the roles.
        case alreadyHad
        /// The panel doesn't take roles back.
        case kept
        /// The entry has no role that could be taken.
        case hadNone
        /// The event reports our own removal of a reaction.
        case echo
    }

    func decide(_ entry: Entry, _ event: Event, _ standing: Standing) -> Decision {
        let toggles = event == .component || switches.keepsCounterAtOne && type == .emoji
        switch event {
        case .reactionDelete where toggles: return Decision(outcome: .echo)
        case .reactionDelete: return take(entry, standing)
        case .component, .reactionAdd:
            let hasAll = standing.roles.isSuperset(of: entry.roles)
            var decision =
                toggles && hasAll && switches.supportsRemove
                ? take(entry, standing) : give(entry, standing, hasAll: hasAll)
            if event == .component, hasAll, decision.outcome == .alreadyHad {
                decision.outcome = switches.supportsRemove ? .alreadyHad : .kept
            }
            decision.removesReaction = event == .reactionAdd && toggles
            return decision
        }
    }

    private func give(_ entry: Entry, _ standing: Standing, hasAll: Bool) -> Decision {
        let own = Set(entry.roles)
        var decision = Decision(outcome: hasAll ? .alreadyHad : .given)
        decision.add = own.subtracting(standing.roles).sorted()
        if switches.limitsRolesToOne {
            let others = others(than: entry).reduce(into: Set<Snowflake>()) {
                $0.formUnion($1.roles)
                $0.formUnion(standing.given[$1.id] ?? [])
            }
            decision.remove = others.subtracting(own).intersection(standing.roles).sorted()
        }
        return decision
    }

    /// Roles that another entry of the panel gave stay: they belong to that entry.
    private func take(_ entry: Entry, _ standing: Standing) -> Decision {
        guard switches.supportsRemove else { return Decision(outcome: .kept) }
        let own = Set(entry.roles).union(standing.given[entry.id] ?? [])
        let foreign = others(than: entry).reduce(into: Set<Snowflake>()) {
            $0.formUnion(standing.given[$1.id] ?? [])
        }
        let remove = own.subtracting(foreign).intersection(standing.roles).sorted()
        return Decision(remove: remove, outcome: remove.isEmpty ? .hadNone : .taken)
    }

    private func others(than entry: Entry) -> [Entry] {
        entries.filter { $0.id != entry.id }
    }
}
