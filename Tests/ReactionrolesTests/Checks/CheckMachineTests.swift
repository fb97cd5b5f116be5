import Discord
import Essentials
import Testing

@testable import Reactionroles

/// Every switch, event and standing, against what the contract says in other words.
@Suite struct CheckMachineTests {
    /// The first two share role 12.
    private static let entries = [
        entry(1, roles: [11, 12], emoji: "🍎"), entry(2, roles: [12, 13], emoji: "🍐"),
        entry(3, roles: [14], emoji: "🍒"),
    ]

    private struct Case {
        let machine: CheckMachine
        let event: CheckMachine.Event
        let entry: Entry
        let roles: Set<Snowflake>
        var switches: PanelSwitches { machine.switches }

        var decision: CheckMachine.Decision {
            machine.decide(entry, event, .init(roles: roles, given: [:]))
        }

        /// The member's roles afterwards.
        var after: Set<Snowflake> { roles.union(decision.add).subtracting(decision.remove) }

        var own: Set<Snowflake> { Set(entry.roles) }
        var others: Set<Snowflake> {
            Set(entries.filter { $0.id != entry.id }.flatMap(\.roles)).subtracting(own)
        }
        var toggles: Bool {
            event == .component || switches.keepsCounterAtOne && machine.type == .emoji
        }
        var takes: Bool {
            event == .reactionDelete || toggles && roles.isSuperset(of: own)
        }
    }

    /// 2 types × 32 switches × events × 3 entries × 32 standings (role 99 isn't the panel's).
    private static var cases: [Case] {
        var cases: [Case] = []
        for (type, events) in [
            (PanelType.emoji, [CheckMachine.Event.reactionAdd, .reactionDelete]),
            (.button, [.component]), (.dropdown, [.component]),
        ] {
            for switches in PanelSwitches.all {
                let machine = CheckMachine(type: type, switches: switches, entries: entries)
                for event in events {
                    for entry in entries {
                        for bits in 0..<32 {
                            let roles = [11, 12, 13, 14, 99].enumerated()
                                .filter { bits & (1 << $0.offset) != 0 }.map { id($0.element) }
                            cases.append(
                                Case(
                                    machine: machine, event: event, entry: entry,
                                    roles: Set(roles)))
                        }
                    }
                }
            }
        }
        return cases
    }

    @Test func `only what must change is asked for, and only of the panel's roles`() {
        for one in Self.cases {
            let decision = one.decision
            #expect(one.roles.isDisjoint(with: decision.add), "\(one)")
            #expect(one.roles.isSuperset(of: decision.remove), "\(one)")
            #expect(Set(decision.add).isDisjoint(with: decision.remove), "\(one)")
            #expect(one.after.contains(id(99)) == one.roles.contains(id(99)), "\(one)")
        }
    }

    @Test func `a choice gives all of its entry's roles, and under the limit no other's`() {
        for one in Self.cases where !one.takes {
            #expect(one.after.isSuperset(of: one.own), "\(one)")
            if one.switches.limitsRolesToOne {
                #expect(one.after.isDisjoint(with: one.others), "\(one)")
            } else {
                #expect(one.after == one.roles.union(one.own), "\(one)")
            }
        }
    }

    @Test func `taking needs supports_remove, and takes the entry's roles alone`() {
        for one in Self.cases where one.takes {
            let isEcho = one.event == .reactionDelete && one.toggles
            if isEcho {
                #expect(one.after == one.roles, "\(one)")
                #expect(one.decision.outcome == .echo)
            } else if one.switches.supportsRemove {
                #expect(one.after == one.roles.subtracting(one.own), "\(one)")
            } else {
                #expect(one.after.isSuperset(of: one.own.intersection(one.roles)), "\(one)")
            }
        }
    }

    @Test func `the counter is kept at one by removing every reaction that was added`() {
        for one in Self.cases {
            let isKept = one.machine.type == .emoji && one.switches.keepsCounterAtOne
            #expect(
                one.decision.removesReaction == (isKept && one.event == .reactionAdd), "\(one)")
        }
    }

    @Test
    func `with an outcome of given or taken something changes, with others nothing of the entry's`()
    {
        for one in Self.cases {
            switch one.decision.outcome {
            case .given: #expect(!one.decision.add.isEmpty, "\(one)")
            case .taken: #expect(!one.decision.remove.isEmpty, "\(one)")
            case .alreadyHad, .kept, .hadNone, .echo:
                #expect(one.after.intersection(one.own) == one.roles.intersection(one.own))
            }
        }
    }

    @Test func `what another entry gave isn't taken by this one's reaction`() {
        var switches = PanelSwitches.off
        switches.supportsRemove = true
        let machine = CheckMachine(type: .emoji, switches: switches, entries: Self.entries)
        let decision = machine.decide(
            Self.entries[0], .reactionDelete,
            .init(roles: [id(11), id(12), id(13)], given: [1: [id(11)], 2: [id(12), id(13)]]))
        #expect(decision.remove == [id(11)])
    }

    @Test func `a role that the entry gave before it was changed is taken too`() {
        var switches = PanelSwitches.off
        switches.supportsRemove = true
        let machine = CheckMachine(type: .emoji, switches: switches, entries: Self.entries)
        let decision = machine.decide(
            Self.entries[2], .reactionDelete,
            .init(roles: [id(14), id(20)], given: [3: [id(20)]]))
        #expect(decision.remove == [id(14), id(20)])
    }
}
