import Discord
import Essentials

/// Decides what a member's choice on a panel changes. It knows nothing of Discord or the database.
struct CheckMachine: Sendable {
    let type: PanelType
    let switches: PanelSwitches
    let entries: [Entry]

    /// What the member did.
    enum Event: String, CaseIterable, Sendable {
        case component
        case reactionAdd = "reaction_add"
        case reactionDelete = "reaction_delete"
    }

    /// What is known of the member.
    struct Standing: Sendable {
        /// All roles the member has.
        var roles: Set<Snowflake>
        /// Those of them that were given on this panel, by entry.
        var given: [Int64: Set<Snowflake>] = [:]
    }

    struct Decision: Hashable, Sendable {
        /// In a fixed order.
        var add: [Snowflake] = []
        var remove: [Snowflake] = []
        /// The member's own reaction goes.
        var removesReaction = false
        var outcome: Outcome
    }

    enum Outcome: Hashable, Sendable {
        case given
        case taken
        /// The member has the roles already.
        case alreadyHad
        /// The panel doesn't take roles back.
        case kept
        /// There was nothing of the entry's that could be taken.
        case hadNone
        /// Our own removal of a reaction came back.
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

    /// Roles that another entry of the panel gave stay: they are that entry's.
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
