import Essentials
import EventLoop
import TestSupport
import Testing

@testable import API

@Suite struct TracingTests {
    @Test func `a client's request id comes back, a bad one is replaced`() async throws {
        try await onLoop {
            let api = SampleAPI.make()
            let given = try await api.ask("GET", "/livez", headers: ["X-Request-Id: abc-1.2_3"])
            #expect(given.header("X-Request-Id") == "abc-1.2_3")
            let none = try await api.ask("GET", "/livez")
            #expect(none.header("X-Request-Id") == nil)
            let failed = try await api.ask("POST", "/auth/api-key", token: "down")
            #expect(failed.header("X-Request-Id")?.count == 16)
            let bad = try await api.ask(
                "POST", "/auth/api-key", token: "down", headers: ["X-Request-Id: a b"])
            #expect(bad.header("X-Request-Id")?.count == 16)
        }
    }

    @Test func `made ids differ`() {
        var sequence = RequestID.Sequence(start: 0)
        let ids = Set((0..<1000).map { _ in sequence.next() })
        #expect(ids.count == 1000)
    }

    @Test(arguments: [
        (200, 10, LogLevel.debug), (404, 10, .debug), (200, 1001, .warning), (500, 1, .error),
        (503, 5000, .error),
    ])
    func `failures are errors in the log, slow requests warnings, the rest is for debugging`(
        status: Int, milliseconds: Int, level: LogLevel
    ) {
        #expect(AccessLog.level(status: status, duration: .milliseconds(milliseconds)) == level)
    }

    @Test func `requests are counted by route and status`() async throws {
        try await onLoop {
            let api = SampleAPI.make()
            for target in ["/livez", "/v1/livez", "/nowhere", "/modules/sample/item/7"] {
                _ = try await api.ask("GET", target)
            }
            let figures = api.responder.metrics.figures
            #expect(figures.map(\.path) == ["/modules/sample/item/{item_id}", "/livez", ""])
            #expect(figures.map { $0.counts.map(\.status) } == [[400], [200], [404]])
            #expect(figures.map { $0.counts.map(\.count) } == [[1], [2], [1]])
            #expect(figures.map(\.durations.total) == [1, 2, 1])
        }
    }
}
