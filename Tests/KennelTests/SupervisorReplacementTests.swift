import EventLoop
import Testing
import Worker

@testable import kennel

/// SIGHUP: one worker after the other is replaced, and no slot is ever without an accepting one.
@Suite struct SupervisorReplacementTests {
    static let drain = SupervisorMessage.drain(delay: .zero, limit: .seconds(30), isFinal: false)

    @Test
    func `the new worker accepts before the old one drains, and the next slot waits for its end`() {
        var harness = SupervisorHarness.serving()
        #expect(harness.send(.replacementAsked) == [.spawn(2, slot: 0)])
        #expect(
            harness.send(.ready(2)) == [
                .send(2, .accept(slots: [0])), .send(0, .accept(slots: [])), .send(0, Self.drain),
            ])
        #expect(harness.pass(.seconds(2)).isEmpty)
        #expect(harness.send(.exited(0, status: 0)) == [.spawn(3, slot: 1)])
        harness.send(.ready(3))
        #expect(harness.send(.exited(1, status: 0)).isEmpty)
        #expect(harness.processes == [2: [0], 3: [1]])
        #expect(harness.machine.replaceBelow == nil)
    }

    @Test func `a SIGHUP during a replacement replaces everything once more`() {
        var harness = SupervisorHarness.serving(slots: 1)
        harness.send(.replacementAsked)
        harness.send(.ready(1))
        #expect(harness.send(.replacementAsked) == [.spawn(2, slot: 0)])
        harness.send(.ready(2))
        harness.send(.exited(0, status: 0))
        harness.send(.exited(1, status: 0))
        #expect(harness.processes == [2: [0]])
        #expect(harness.machine.replaceBelow == nil)
    }

    @Test func `a new executable that doesn't start leaves the old workers serving`() {
        var harness = SupervisorHarness.serving()
        harness.send(.replacementAsked)
        harness.send(.exited(2, status: 127))
        harness.send(.exited(3, status: 127))
        harness.pass(.milliseconds(100))
        #expect(
            harness.send(.exited(4, status: 127)) == [
                .reportFailedReplacement(because: .failedStarts)
            ])
        #expect(harness.pass(.seconds(30)).isEmpty)
        #expect(harness.processes == [0: [0], 1: [1]])
    }

    @Test func `a new worker that isn't ready doesn't push out one that is`() {
        var harness = SupervisorHarness.serving()
        harness.unready = [2]
        harness.send(.replacementAsked)
        harness.pass(.milliseconds(100))
        #expect(harness.send(.ready(2)).isEmpty)
        #expect(harness.pass(.seconds(9)).isEmpty)
        #expect(
            harness.pass(.seconds(2)) == [
                .send(2, .stop), .reportFailedReplacement(because: .unreadiness),
            ])
        harness.send(.exited(2, status: 0))
        #expect(harness.pass(.seconds(30)).isEmpty)
        #expect(harness.processes == [0: [0], 1: [1]])
        #expect(harness.machine.isReady)
    }

    @Test(arguments: [true, false])
    func `it serves once it is ready, or once the old one isn't any more`(isReady: Bool) {
        var harness = SupervisorHarness.serving(slots: 1)
        harness.unready = [1]
        harness.send(.replacementAsked)
        harness.pass(.milliseconds(100))
        harness.send(.ready(1))
        harness.pass(.seconds(3))
        harness.unready = isReady ? [] : [0, 1]
        harness.pass(.milliseconds(100))
        #expect(harness.processes == [0: [], 1: [0]])
    }

    @Test func `after a failed replacement another can be asked for`() {
        var harness = SupervisorHarness.serving(slots: 1)
        harness.send(.replacementAsked)
        for id in 1...3 {
            harness.send(.exited(id, status: 127))
            harness.pass(.milliseconds(200))
        }
        #expect(harness.send(.replacementAsked).isEmpty == false)
        #expect(harness.machine.replaceBelow != nil)
    }

    @Test func `a worker that crashes before its turn is replaced by the new executable anyway`() {
        var harness = SupervisorHarness.serving()
        harness.send(.replacementAsked)
        #expect(harness.send(.exited(1, status: 139)).last == .spawn(3, slot: 1))
        harness.send(.ready(3))
        harness.send(.ready(2))
        harness.send(.exited(0, status: 0))
        #expect(harness.spawned == 4)
        #expect(harness.machine.replaceBelow == nil)
    }

    @Test func `a worker that was still starting is replaced once it serves`() {
        var harness = SupervisorHarness(slots: 1)
        harness.send(.started)
        #expect(harness.send(.replacementAsked).isEmpty)
        #expect(harness.send(.ready(0)).contains(.spawn(1, slot: 0)))
    }

    @Test func `an old worker that crashes while its successor starts costs no second successor`() {
        var harness = SupervisorHarness.serving()
        harness.send(.replacementAsked)
        #expect(harness.send(.exited(0, status: 139)) == [.send(1, .accept(slots: [0, 1]))])
        #expect(harness.send(.ready(2)).contains(.send(2, .accept(slots: [0]))))
    }

    @Test func `SIGTERM during a replacement ends all of it`() {
        var harness = SupervisorHarness.serving()
        harness.send(.replacementAsked)
        harness.send(.ready(2))
        harness.send(.drainAsked)
        harness.send(.exited(2, status: 0))
        harness.send(.exited(1, status: 0))
        #expect(harness.send(.exited(0, status: 0)) == [.exit(code: 0)])
        #expect(harness.spawned == 3)
    }
}
