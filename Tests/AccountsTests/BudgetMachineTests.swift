import EventLoop
import Testing

@testable import Accounts

@Suite struct BudgetMachineTests {
    private let start = Instant(nanoseconds: 5_000_000_000)

    /// What the machine decides, one after the other.
    private func decisions(
        _ machine: inout BudgetMachine, _ count: Int, _ now: Instant
    ) -> [BudgetMachine.Decision] {
        (0..<count).map { _ in machine.take(now: now) }
    }

    @Test(arguments: [(1, 1), (19, 1), (20, 1), (40, 2), (1000, 50), (1_000_000, 50_000)])
    func `a lease is a twentieth of a second's worth, and at least one`(rate: Int, lease: Int) {
        var machine = BudgetMachine(rate: rate)
        let first = machine.take(now: start)
        #expect(first == .lease(lease))
    }

    @Test
    func `requests wait for the lease that is on its way, then it grants as many as it holds`() {
        var machine = BudgetMachine(rate: 60)
        #expect(decisions(&machine, 3, start) == [.lease(3), .wait, .wait])
        machine.leased(3, now: start)
        #expect(decisions(&machine, 5, start) == [.granted, .granted, .granted, .lease(3), .wait])
    }

    @Test func `a lease not used within a second is given up`() {
        var machine = BudgetMachine(rate: 60)
        _ = machine.take(now: start)
        machine.leased(3, now: start)
        #expect(decisions(&machine, 1, start + .milliseconds(999)) == [.granted])
        #expect(decisions(&machine, 1, start + .seconds(1)) == [.lease(3)])
    }

    @Test func `a refusal counts for a moment without asking again`() {
        var machine = BudgetMachine(rate: 1)
        _ = machine.take(now: start)
        machine.refused(now: start)
        #expect(decisions(&machine, 2, start + .milliseconds(49)) == [.refused, .refused])
        #expect(decisions(&machine, 2, start + .milliseconds(50)) == [.lease(1), .wait])
    }

    @Test func `after a lease that failed the next request tries again`() {
        var machine = BudgetMachine(rate: 1)
        _ = machine.take(now: start)
        machine.failed()
        #expect(decisions(&machine, 2, start) == [.lease(1), .wait])
    }

    @Test func `it is idle once lease and refusal are over`() {
        var machine = BudgetMachine(rate: 100)
        #expect(machine.isIdle(now: start))
        _ = machine.take(now: start)
        #expect(!machine.isIdle(now: start))
        machine.leased(5, now: start)
        #expect(!machine.isIdle(now: start))
        #expect(machine.isIdle(now: start + .seconds(1)))
        _ = machine.take(now: start + .seconds(1))
        machine.refused(now: start + .seconds(1))
        #expect(!machine.isIdle(now: start + .seconds(1)))
        #expect(machine.isIdle(now: start + .seconds(2)))
    }
}
