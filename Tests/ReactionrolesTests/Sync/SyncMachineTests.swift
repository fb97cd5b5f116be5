import Essentials
import Testing

@testable import Reactionroles

@Suite struct SyncMachineTests {
    private static func missed(
        _ switches: PanelSwitches, reacting: Set<Int64>, known: Set<Int64>
    ) -> [SyncMachine.Missed] {
        SyncMachine.missed(
            at: 1, of: switches, reacting: Set(reacting.map(id)), known: Set(known.map(id)))
    }

    @Test func `who reacts and isn't known was missed; who is known and doesn't react left`() {
        for switches in PanelSwitches.all {
            let missed = Self.missed(switches, reacting: [1, 2, 3], known: [3, 4])
            let added = missed.filter { $0.event == .reactionAdd }.map(\.member.rawValue)
            let removed = missed.filter { $0.event == .reactionDelete }.map(\.member.rawValue)
            if switches.keepsCounterAtOne {
                #expect(added == [1, 2, 3])
                #expect(removed == [])
            } else {
                #expect(added == [1, 2])
                #expect(removed == (switches.supportsRemove ? [4] : []))
            }
        }
    }
}
