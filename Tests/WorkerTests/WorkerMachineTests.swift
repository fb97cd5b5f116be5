import Testing
import Worker

@Suite struct WorkerMachineTests {
    static let drain = SupervisorMessage.drain(
        delay: .seconds(5), limit: .seconds(30), isFinal: true)

    @Test func `a worker announces itself once`() {
        var machine = WorkerMachine(orphanLimit: .seconds(30))
        #expect(machine.handle(.settled) == [.announce])
        #expect(machine.handle(.settled).isEmpty)
        #expect(machine.phase == .serving)
    }

    @Test func `it accepts from the slots it is told, also while it drains`() {
        var machine = serving()
        #expect(machine.handle(.told(.accept(slots: [0, 2]))) == [.accept(slots: [0, 2])])
        _ = machine.handle(.told(Self.drain))
        #expect(machine.handle(.told(.accept(slots: [1]))) == [.accept(slots: [1])])
    }

    @Test func `a drain ends with its last figures and the exit`() {
        var machine = serving()
        #expect(
            machine.handle(.told(Self.drain)) == [
                .drain(delay: .seconds(5), limit: .seconds(30), isFinal: true)
            ])
        #expect(machine.handle(.told(Self.drain)).isEmpty)
        #expect(machine.handle(.finished) == [.sendMetrics(0), .exit])
        #expect(machine.handle(.finished).isEmpty)
    }

    @Test func `a stop cuts a drain short`() {
        var machine = serving()
        _ = machine.handle(.told(Self.drain))
        #expect(machine.handle(.told(.stop)) == [.stop])
        #expect(machine.handle(.told(.stop)).isEmpty)
        #expect(machine.handle(.told(.accept(slots: [0]))).isEmpty)
        #expect(machine.handle(.finished) == [.sendMetrics(0), .exit])
    }

    @Test func `a worker without a supervisor empties every socket and drains by itself`() {
        var machine = serving()
        #expect(
            machine.handle(.orphaned) == [
                .acceptAll, .drain(delay: .zero, limit: .seconds(30), isFinal: true),
            ])
        #expect(machine.handle(.finished) == [.sendMetrics(0), .exit])
    }

    @Test func `a worker whose supervisor goes while it drains goes on draining`() {
        var machine = serving()
        _ = machine.handle(.told(Self.drain))
        #expect(machine.handle(.orphaned).isEmpty)
        #expect(machine.handle(.finished) == [.sendMetrics(0), .exit])
    }

    @Test(arguments: [WorkerEvent.told(.stop), .told(drain), .orphaned])
    func `a worker that hasn't begun to serve just goes`(_ event: WorkerEvent) {
        var machine = WorkerMachine(orphanLimit: .seconds(30))
        #expect(machine.handle(event) == [.exit])
        #expect(machine.handle(.settled).isEmpty)
    }

    @Test func `figures are sent whenever they are asked for`() {
        var machine = WorkerMachine(orphanLimit: .seconds(30))
        #expect(machine.handle(.told(.collect(7))) == [.sendMetrics(7)])
        _ = machine.handle(.settled)
        _ = machine.handle(.told(.stop))
        #expect(machine.handle(.told(.collect(8))) == [.sendMetrics(8)])
    }

    private func serving() -> WorkerMachine {
        var machine = WorkerMachine(orphanLimit: .seconds(30))
        _ = machine.handle(.settled)
        return machine
    }
}
