import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Postgres

@Suite struct ListenTests {
    /// What a listener was told.
    @LoopActor
    private final class Diary {
        var events: [DirectSession.ListenEvent] = []

        func notify(_ url: String, _ channel: String, _ payload: String) throws {
            let values: [SQLValue] = [.text(channel), .text(payload)]
            try SynchronousDatabase(url: url).run(DirectProbeSQL.notify, values)
        }
    }

    @Test func `every session that listens gets each notification of its channels`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(2, url: url) { sessions in
                let diary = Diary()
                for session in sessions {
                    session.listen(to: "dogs") { diary.events.append($0) }
                    session.listen(to: "cats") { _ in }
                }
                await until { sessions.allSatisfy(\.listenIsConfirmed) }
                #expect(diary.events == [.resumed, .resumed])
                try diary.notify(url, "cats", "meow")
                try diary.notify(url, "dogs", "woof")
                await until { diary.events.count == 4 }
                #expect(diary.events.suffix(2) == [.notified("woof"), .notified("woof")])
            }
        }
    }

    @Test func `a session that was killed listens again, and says that it missed something`()
        async throws
    {
        try await withEmptyDatabase { url in
            try await onSessions(1, url: url) { sessions in
                let diary = Diary()
                sessions[0].listen(to: "dogs") { diary.events.append($0) }
                await until { sessions[0].listenIsConfirmed }
                try SynchronousDatabase(url: url).run(DirectProbeSQL.endOtherSessions)
                await until { !sessions[0].listenIsConfirmed }
                #expect(sessions[0].clock.isKnown)
                await until { sessions[0].listenIsConfirmed }
                try diary.notify(url, "dogs", "woof")
                await until { diary.events.count == 3 }
                #expect(diary.events == [.resumed, .resumed, .notified("woof")])
                #expect(sessions[0].connectionsMade == 2)
            }
        }
    }

    @Test func `listening isn't confirmed before the server has answered`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(1, url: url) { sessions in
                #expect(sessions[0].listenIsConfirmed)
                sessions[0].listen(to: "dogs") { _ in }
                #expect(!sessions[0].listenIsConfirmed)
                await until { sessions[0].listenIsConfirmed }
            }
        }
    }

    @Test func `a server that stands still isn't confirmed three seconds later`() async throws {
        let server = try TestPostgres()
        try await onSessions(1, url: server.url()) { sessions in
            try server.freeze()
            await until { !sessions[0].listenIsConfirmed }
            try server.thaw()
            await until { sessions[0].listenIsConfirmed }
        }
    }

    @Test func `the session's pings keep the database's clock known`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(1, url: url) { sessions in
                let session = sessions[0]
                #expect(session.clock.isKnown)
                let bound = session.clock.lowerBound(at: Instant.now())
                let rows = try SynchronousDatabase(url: url).run(ConnectionSQL.time)
                let truth = try #require(rows.first).timestamp(0)
                #expect(bound <= truth)
                #expect(truth.microseconds - bound.microseconds < 5_000_000)
            }
        }
    }
}
