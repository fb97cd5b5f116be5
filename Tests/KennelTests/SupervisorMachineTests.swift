import EventLoop
import Testing
import Worker

@testable import kennel

@Suite struct SupervisorMachineTests {
    @Test func `every slot gets a worker at the start`() {
        var harness = SupervisorHarness(slots: 3)
        #expect(
            harness.send(.started) == [
                .spawn(0, slot: 0), .spawn(1, slot: 1), .spawn(2, slot: 2),
            ])
    }

    @Test
    func `the first worker that is ready accepts for all slots, and gives them up one by one`() {
        var harness = SupervisorHarness(slots: 3)
        harness.send(.started)
        #expect(harness.send(.ready(1)) == [.send(1, .accept(slots: [0, 1, 2]))])
        harness.send(.ready(0))
        #expect(harness.processes == [0: [0, 2], 1: [1], 2: []])
        harness.send(.ready(2))
        #expect(harness.processes == [0: [0], 1: [1], 2: [2]])
    }

    @Test func `the whole is ready once one worker serves and is healthy`() {
        var harness = SupervisorHarness()
        harness.send(.started)
        harness.send(.heartbeat(0, isHealthy: true))
        #expect(!harness.machine.isReady)
        harness.send(.ready(0))
        #expect(harness.machine.isReady)
        harness.send(.heartbeat(0, isHealthy: false))
        #expect(!harness.machine.isReady)
    }

    // MARK: Crashes

    @Test func `a crashed worker is replaced at once and its socket lent meanwhile`() {
        var harness = SupervisorHarness.serving()
        #expect(
            harness.send(.exited(0, status: 139)) == [
                .send(1, .accept(slots: [0, 1])), .spawn(2, slot: 0),
            ])
        #expect(
            harness.send(.ready(2)) == [
                .send(2, .accept(slots: [0])), .send(1, .accept(slots: [1])),
            ])
    }

    @Test func `sockets of several dead slots are spread over the living`() {
        var harness = SupervisorHarness.serving(slots: 4)
        harness.send(.exited(0, status: 137))
        harness.send(.exited(1, status: 137))
        #expect(harness.processes[2] == [0, 2])
        #expect(harness.processes[3] == [1, 3])
    }

    @Test func `a worker that keeps crashing is restarted later and later, up to ten seconds`() {
        var harness = SupervisorHarness.serving()
        var waits: [Duration] = []
        for _ in 0..<11 {
            let crashed = harness.machine.nextID - 1
            let before = harness.spawned
            let crashedAt = harness.now
            harness.send(.exited(crashed, status: 134))
            while harness.spawned == before { harness.pass(.milliseconds(100)) }
            waits.append(harness.now - crashedAt)
        }
        #expect(
            waits == [
                .zero, .milliseconds(100), .milliseconds(200), .milliseconds(400),
                .milliseconds(800), .milliseconds(1_600), .milliseconds(3_200),
                .milliseconds(6_400), .seconds(10), .seconds(10), .seconds(10),
            ])
    }

    @Test func `a worker that ran for ten seconds is forgiven`() {
        var harness = SupervisorHarness.serving()
        for _ in 0..<5 {
            harness.pass(.seconds(10))
            let id = harness.machine.workers.last { $0.slot == 1 }?.id ?? -1
            let actions = harness.send(.exited(id, status: 134))
            #expect(actions.last == .spawn(harness.machine.nextID - 1, slot: 1))
        }
    }

    @Test func `the next look at the clock is when a restart is due`() {
        var harness = SupervisorHarness.serving()
        harness.send(.exited(1, status: 134))
        harness.send(.exited(2, status: 134))
        #expect(harness.machine.nextEvent(after: harness.now) == harness.now + .milliseconds(100))
    }

    @Test func `when no worker is ready nothing is lent and nothing breaks`() {
        var harness = SupervisorHarness.serving()
        harness.send(.exited(0, status: 137))
        #expect(harness.send(.exited(1, status: 137)) == [.spawn(3, slot: 1)])
        #expect(harness.send(.ready(3)) == [.send(3, .accept(slots: [0, 1]))])
    }

    @Test func `a setting only a worker finds wrong ends the service with its code`() {
        var harness = SupervisorHarness()
        harness.send(.started)
        #expect(harness.send(.exited(0, status: ExitCode.configuration)) == [.send(1, .stop)])
        #expect(
            harness.send(.exited(1, status: 0)) == [.exit(code: ExitCode.configuration)])
    }

    @Test func `a service that has served stays up whatever a later worker says`() {
        var harness = SupervisorHarness.serving()
        harness.send(.exited(0, status: ExitCode.configuration))
        #expect(harness.machine.mode == .running)
        #expect(harness.spawned == 3)
    }

    // MARK: Silence

    @Test func `a worker whose loop is silent for ten seconds is killed once`() {
        var harness = SupervisorHarness.serving()
        harness.silent = [1]
        #expect(harness.pass(.milliseconds(9_900)).isEmpty)
        #expect(harness.pass(.seconds(3)) == [.kill(1, because: .silent)])
        #expect(harness.send(.exited(1, status: 137)).last == .spawn(2, slot: 1))
    }

    @Test func `a worker that never says it is alive is killed too`() {
        var harness = SupervisorHarness(slots: 1)
        harness.send(.started)
        harness.silent = [0]
        #expect(harness.pass(.seconds(10)) == [.kill(0, because: .silent)])
    }

    @Test func `a supervisor that stood still doesn't take its workers for silent`() {
        var harness = SupervisorHarness.serving()
        harness.freeze(.seconds(60))
        #expect(harness.send(.timePassed).isEmpty)
        #expect(harness.pass(.seconds(20)).isEmpty)
    }

    @Test func `a worker whose link broke is killed and replaced`() {
        var harness = SupervisorHarness.serving()
        #expect(harness.send(.linkBroken(0)) == [.kill(0, because: .unreachable)])
        #expect(harness.send(.linkBroken(0)).isEmpty)
        #expect(harness.send(.exited(0, status: 137)).last == .spawn(2, slot: 0))
    }

    @Test func `news of a worker that is gone changes nothing`() {
        var harness = SupervisorHarness.serving()
        harness.send(.exited(0, status: 137))
        #expect(harness.send(.exited(0, status: 137)).isEmpty)
        #expect(harness.send(.ready(0)).isEmpty)
        #expect(harness.send(.linkBroken(0)).isEmpty)
        #expect(harness.send(.heartbeat(0, isHealthy: true)).isEmpty)
    }
}
