import EventLoop
import Testing
import Worker

@testable import kennel

/// SIGTERM and SIGINT.
@Suite struct SupervisorEndingTests {
    static let drain = SupervisorMessage.drain(
        delay: .seconds(5), limit: .seconds(30), isFinal: true)

    @Test func `SIGTERM drains every worker, and the service ends with the last`() {
        var harness = SupervisorHarness.serving()
        #expect(harness.send(.drainAsked) == [.send(0, Self.drain), .send(1, Self.drain)])
        #expect(!harness.machine.isReady)
        #expect(harness.send(.exited(1, status: 0)).isEmpty)
        #expect(harness.send(.exited(0, status: 0)) == [.exit(code: 0)])
    }

    @Test func `while draining no worker is started and a second SIGTERM changes nothing`() {
        var harness = SupervisorHarness.serving()
        harness.send(.drainAsked)
        harness.send(.exited(1, status: 0))
        #expect(harness.pass(.seconds(20)).isEmpty)
        #expect(harness.send(.drainAsked).isEmpty)
        #expect(harness.send(.replacementAsked).isEmpty)
    }

    @Test func `a worker that crashes while draining leaves its socket to the others`() {
        var harness = SupervisorHarness.serving()
        harness.send(.drainAsked)
        #expect(
            harness.send(.exited(1, status: 139)) == [.send(0, .accept(slots: [0, 1]))])
    }

    @Test func `a socket whose worker has drained it is lent to nobody`() {
        var harness = SupervisorHarness.serving(slots: 3)
        harness.send(.drainAsked)
        #expect(harness.send(.exited(1, status: 0)).isEmpty)
        harness.send(.exited(2, status: 139))
        #expect(harness.processes[0] == [0, 2])
    }

    @Test func `a worker that outlives its drain is killed`() {
        var harness = SupervisorHarness.serving(slots: 1)
        harness.send(.drainAsked)
        #expect(harness.pass(.milliseconds(37_900)).isEmpty)
        #expect(harness.pass(.milliseconds(200)) == [.kill(0, because: .overdue)])
        #expect(harness.send(.exited(0, status: 137)) == [.exit(code: 0)])
    }

    @Test func `a worker that isn't ready when SIGTERM comes is stopped`() {
        var harness = SupervisorHarness()
        harness.send(.started)
        harness.send(.ready(0))
        #expect(harness.send(.drainAsked) == [.send(0, Self.drain), .send(1, .stop)])
    }

    @Test func `SIGTERM without any worker ends at once`() {
        var harness = SupervisorHarness(slots: 1)
        harness.send(.started)
        harness.send(.exited(0, status: 134))
        harness.send(.exited(1, status: 134))
        #expect(harness.processes.isEmpty)
        #expect(harness.send(.drainAsked) == [.exit(code: 0)])
        #expect(harness.send(.timePassed).isEmpty)
    }

    @Test func `SIGINT stops every worker at once, also draining ones`() {
        var harness = SupervisorHarness.serving()
        harness.send(.drainAsked)
        #expect(harness.send(.stopAsked) == [.send(0, .stop), .send(1, .stop)])
        harness.send(.exited(0, status: 0))
        #expect(harness.send(.exited(1, status: 0)) == [.exit(code: 0)])
    }

    @Test func `a second SIGINT kills`() {
        var harness = SupervisorHarness.serving()
        harness.send(.stopAsked)
        #expect(
            harness.send(.stopAsked) == [
                .kill(0, because: .impatience), .kill(1, because: .impatience),
            ])
    }

    @Test func `a worker that doesn't stop is killed after six seconds`() {
        var harness = SupervisorHarness.serving(slots: 1)
        harness.send(.stopAsked)
        #expect(harness.pass(.seconds(6)) == [.kill(0, because: .overdue)])
    }
}
