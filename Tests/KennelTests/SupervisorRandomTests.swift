import EventLoop
import TestSupport
import Testing
import Worker

@testable import kennel

/// Any order of events: what must hold at every moment.
@Suite struct SupervisorRandomTests {
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `every slot has one acceptor as long as any worker accepts`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var harness = SupervisorHarness(slots: Int.random(in: 1...5, using: &random))
        harness.send(.started)
        for _ in 0..<300 {
            step(&harness, &random)
            check(harness)
        }
    }

    private func step(_ harness: inout SupervisorHarness, _ random: inout SeededGenerator) {
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
