import Testing

@testable import Postgres

@Suite struct BackoffMachineTests {
    @Test func `waits double up to the longest`() {
        var backoff = BackoffMachine(first: .milliseconds(50), longest: .seconds(2))
        let waits = (0..<8).map { _ in backoff.failed(random: 1) }
        let milliseconds = [50, 100, 200, 400, 800, 1600, 2000, 2000]
        #expect(waits == milliseconds.map { Duration.milliseconds($0) })
    }

    @Test func `jitter takes up to half of a wait`() {
        var backoff = BackoffMachine(first: .milliseconds(50), longest: .seconds(2))
        #expect(backoff.failed(random: 0) == .milliseconds(25))
    }

    @Test func `a success starts over`() {
        var backoff = BackoffMachine(first: .milliseconds(50), longest: .seconds(2))
        for _ in 0..<100 { _ = backoff.failed(random: 1) }
        backoff.succeeded()
        #expect(backoff.failures == 0)
        #expect(backoff.failed(random: 1) == .milliseconds(50))
    }
}
