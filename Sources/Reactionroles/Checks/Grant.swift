import Modules

/// A role of an entry, among the grants of one member on one panel.
struct GrantKey: Hashable, Sendable {
    let entry: Int64
    let role: Snowflake
}

/// The progress of a grant. The raw values are the database's.
enum GrantState: Int16, Sendable {
    case giving = 0
    case given = 1
    case taking = 2
    /// The reaction was acknowledged, but the role isn't ours to take back.
    case heeded = 3
    /// Being taken by another choice, while the reaction stays on the message.
    case takingHeeded = 4

    /// Discord may not have applied it yet.
    var isUnderWay: Bool { self == .giving || self == .taking || self == .takingHeeded }

    /// The result for the row once Discord has applied the change.
    var end: GrantPlan.End {
        switch self {
        case .giving, .given: .state(.given)
        case .taking: .gone
        case .heeded, .takingHeeded: .state(.heeded)
        }
    }

    /// The result for the row if Discord refuses for good.
    var refusedEnd: GrantPlan.End { self == .giving ? .gone : .state(.given) }
}

/// The grants of one member on one panel.
typealias Grants = [GrantKey: GrantState]

extension Grants {
    /// Reads three arrays: entries, roles, states.
    init(_ row: Row) {
        var columns = RowReader(row)
        self.init(&columns)
    }

    init(_ columns: inout RowReader) {
        self.init()
        let entries: [Int64] = columns.next()
        let roles: [Int64] = columns.next()
        let states: [Int16] = columns.next()
        for (index, entry) in entries.enumerated() {
            guard let role = Snowflake(rawValue: roles[index]),
                let state = GrantState(rawValue: states[index])
            else { continue }
            self[GrantKey(entry: entry, role: role)] = state
        }
    }

    /// The given roles by entry; including those in progress, since callers intersect them with the member's actual roles.
    var given: [Int64: Set<Snowflake>] {
        reduce(into: [:]) { given, grant in
            if grant.value != .heeded, grant.value != .takingHeeded {
                given[grant.key.entry, default: []].insert(grant.key.role)
            }
        }
    }
}

/// The rows that a decision writes: before the calls to Discord, and after them.
struct GrantPlan: Hashable, Sendable {
    /// `.giving`, `.taking` and `.takingHeeded` only.
    var begun: Grants = [:]
    var final: [GrantKey: End] = [:]

    /// The final state of a row.
    enum End: Hashable, Sendable {
        case state(GrantState)
        case gone
    }

    /// - Parameter found: the panel with its entries.
    init(
        _ decision: CheckMachine.Decision, _ entry: Entry, _ event: CheckMachine.Event,
        on found: FoundPanel, _ grants: Grants
    ) {
        for role in decision.add {
            let key = GrantKey(entry: entry.id, role: role)
            begun[key] = .giving
            final[key] = .state(.given)
        }
        for role in decision.remove {
            let key =
                decision.outcome == .taken
                ? GrantKey(entry: entry.id, role: role) : Self.owner(of: role, found, grants)
            begun[key] = .taking
            final[key] = .gone
        }
        switch (decision.outcome, event) {
        case (.echo, _), (.kept, .reactionDelete): break
        case (.taken, _), (.hadNone, _):
            for key in grants.keys where key.entry == entry.id { final[key] = .gone }
        case (.given, _), (.alreadyHad, _), (.kept, _): choose(entry, on: found, grants)
        }
        for key in begun.keys where begun[key] == .taking && final[key] == .state(.heeded) {
            begun[key] = .takingHeeded
        }
    }

    /// Makes the entry the member's current choice.
    private mutating func choose(_ entry: Entry, on found: FoundPanel, _ grants: Grants) {
        // If reactions stay on the message, the acknowledged ones are stored.
        let remembers = found.panel.type == .emoji && !found.panel.switches.keepsCounterAtOne
        share(with: entry, grants)
        if found.panel.switches.limitsRolesToOne {
            for (key, state) in grants where key.entry != entry.id {
                if state != .heeded, entry.roles.contains(key.role) {
                    final[GrantKey(entry: entry.id, role: key.role)] = .state(.given)
                }
                final[key] = remembers ? .state(.heeded) : .gone
            }
        }
        guard remembers else { return }
        for role in entry.roles {
            let key = GrantKey(entry: entry.id, role: role)
            if final[key] == nil, grants[key] == nil { final[key] = .state(.heeded) }
        }
    }

    /// A role already given by another choice is shared with this entry: it stays until the last of them is removed.
    private mutating func share(with entry: Entry, _ grants: Grants) {
        for (key, state) in grants where key.entry != entry.id && entry.roles.contains(key.role) {
            let own = GrantKey(entry: entry.id, role: key.role)
            if state == .given || state == .giving, begun[own] == nil {
                final[own] = .state(.given)
            }
        }
    }

    /// The entry under which a role was given, or could have been.
    private static func owner(
        of role: Snowflake, _ found: FoundPanel, _ grants: Grants
    ) -> GrantKey {
        let givers = grants.filter { $0.key.role == role && $0.value != .heeded }.keys
        if let key = givers.min(by: { $0.entry < $1.entry }) { return key }
        let owner = found.entries.first { $0.roles.contains(role) }
        return GrantKey(entry: owner?.id ?? 0, role: role)
    }
}
