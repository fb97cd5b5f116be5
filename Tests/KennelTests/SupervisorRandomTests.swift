import EventLoop
import Testing
import Worker

@testable import kennel

/// Any order of events: what must hold at every moment.
@Suite struct SupervisorRandomTests {
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `every slot has one acceptor as long as any worker accepts`(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        var harness = SupervisorHarness(slots: Int.random(in: 1...5, using: &random))
        harness.send(.started)
        for _ in 0..<300 {
            step(&harness, &random)
            check(harness)
        }
    }

    private func step(_ harness: inout SupervisorHarness, _ random: inout SplitMix) {
        let living = harness.machine.workers
        guard let worker = living.randomElement(using: &random) else {
            harness.pass(.milliseconds(100))
            return
        }
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4: harness.send(.ready(worker.id))
        case 5: harness.send(.exited(worker.id, status: 139))
        case 6,
            7 where !worker.isStaying:
            harness.send(.exited(worker.id, status: 0))
        case 8: harness.send(.linkBroken(worker.id))
        case 9: harness.send(.replacementAsked)
        case 10: if random.next() % 100 == 0 { harness.send(.drainAsked) }
        default: harness.pass(.milliseconds(Int.random(in: 1...20, using: &random) * 100))
        }
    }

    private func check(_ harness: SupervisorHarness) {
        let machine = harness.machine
        let accepting = machine.workers.filter(\.isAccepting)
        guard !accepting.isEmpty else { return }
        let open = machine.slots.indices.filter { !machine.slots[$0].isClosed }
        let told = accepting.flatMap { harness.processes[$0.id] ?? [] }.sorted()
        #expect(told.filter(open.contains) == open)
        for slot in machine.slots.indices {
            let staying = machine.workers.filter { $0.slot == slot && $0.isStaying }
            #expect(staying.count <= 2)
        }
    }
}

/// A small generator with a seed, so that a failure can be run again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
