import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// Readings that several wait for.
@Suite struct SharedReadsTests {
    /// A reading of which the test decides when it begins and what comes of it.
    @LoopActor
    private final class Source {
        private(set) var readings:
            [(calls: DiscordCalls, answer: Promise<Result<Int, DiscordError>>)] = []
        private let reads = SharedReads<Int, Int>()
        private let client = DiscordClient(log: .silent)
        private(set) var answers: [String: Result<Int, DiscordError>] = [:]

        /// Asks in a task of its own, and lets it go as far as it gets.
        func ask(
            _ name: String, _ key: Int = 1, waiting: Duration = .seconds(15),
            _ urgency: CallUrgency = .interactive
        ) async {
            let calls = DiscordCalls(
                client: client, waitLimit: .now() + waiting, urgency: urgency, trace: nil)
            spawn {
                do throws(DiscordError) {
                    let value = try await self.reads.value(of: key, for: calls) {
                        calls throws(DiscordError) in
                        let answer = Promise<Result<Int, DiscordError>>()
                        self.readings.append((calls, answer))
                        return try await answer.value.get()
                    }
                    self.answers[name] = .success(value)
                } catch { self.answers[name] = .failure(error) }
            }
            await sleep(for: .zero)
        }

        func begin(_ reading: Int) { readings[reading].calls.begun?() }

        /// Ends a reading, and lets what waits for it go on.
        func end(_ reading: Int, _ result: Result<Int, DiscordError>) async {
            readings[reading].answer.fulfil(result)
            await sleep(for: .zero)
        }
    }

    @Test func `who asks before a reading has begun shares it`() async throws {
        try await onLoop {
            let source = Source()
            await source.ask("a")
            await source.ask("b")
            source.begin(0)
            await source.end(0, .success(7))
            #expect(source.readings.count == 1)
            #expect(source.answers == ["a": .success(7), "b": .success(7)])
        }
    }

    @Test func `who asks after it has begun gets the next one, together with who comes then`()
        async throws
    {
        try await onLoop {
            let source = Source()
            await source.ask("a")
            source.begin(0)
            await source.ask("b")
            await source.ask("c")
            await source.end(0, .success(1))
            #expect(source.answers == ["a": .success(1)])
            await source.ask("d")
            source.begin(1)
            await source.end(1, .success(2))
            #expect(source.readings.count == 2)
            #expect(
                source.answers == [
                    "a": .success(1), "b": .success(2), "c": .success(2), "d": .success(2),
                ])
        }
    }

    @Test func `a reading that is over is never an answer to a later question`() async throws {
        try await onLoop {
            let source = Source()
            await source.ask("a")
            await source.end(0, .success(1))
            await source.ask("b")
            await source.end(1, .success(2))
            #expect(source.answers == ["a": .success(1), "b": .success(2)])
        }
    }

    @Test func `a failure is everyone's who shares it, and only theirs`() async throws {
        try await onLoop {
            let source = Source()
            await source.ask("a")
            await source.ask("b")
            source.begin(0)
            await source.ask("c")
            await source.end(0, .failure(.garbled))
            await source.end(1, .success(2))
            #expect(
                source.answers == [
                    "a": .failure(.garbled), "b": .failure(.garbled), "c": .success(2),
                ])
        }
    }

    @Test func `other things and jobs' readings are read for themselves`() async throws {
        try await onLoop {
            let source = Source()
            await source.ask("job", 1, .background)
            await source.ask("request", 1)
            await source.ask("other", 2)
            #expect(source.readings.count == 3)
            await source.end(1, .success(2))
            #expect(source.answers == ["request": .success(2)])
            await source.end(0, .success(1))
            await source.end(2, .success(3))
            #expect(source.answers["job"] == .success(1))
            #expect(source.answers["other"] == .success(3))
        }
    }

    @Test func `whoever may wait longer than the one who calls tries again`() async throws {
        try await onLoop {
            let source = Source()
            await source.ask("short", waiting: .seconds(5))
            await source.ask("long", waiting: .seconds(9))
            await source.end(0, .failure(.waitedTooLong))
            #expect(source.answers == ["short": .failure(.waitedTooLong)])
            try #require(source.readings.count == 2)
            await source.end(1, .success(2))
            #expect(source.answers["long"] == .success(2))
        }
    }

    @Test func `of those who come meanwhile the one who may wait longest calls`() async throws {
        try await onLoop {
            let source = Source()
            await source.ask("first")
            source.begin(0)
            await source.ask("short", waiting: .seconds(5))
            await source.ask("long", waiting: .seconds(9))
            await source.ask("middle", waiting: .seconds(7))
            await source.end(0, .success(1))
            await source.end(1, .failure(.waitedTooLong))
            #expect(source.readings.count == 2)
            #expect(source.answers["long"] == .failure(.waitedTooLong))
        }
    }

    @Test func `nobody waits much longer than his own limit`() async throws {
        try await onLoop {
            let source = Source()
            await source.ask("late", waiting: .zero - TransferLimits.longestTransfer)
            await sleep(for: .milliseconds(1))
            #expect(source.answers == ["late": .failure(.waitedTooLong)])
        }
    }

    @Test func `twenty at once are one request, one that comes while it's on its way another`()
        async throws
    {
        let server = try ScriptedServer(.status(200, "[]"))
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let reads = SharedReads<Snowflake, [Invite]>()
            let read: @LoopActor @Sendable () async throws(DiscordError) -> [Invite] = {
                () throws(DiscordError) in
                try await reads.value(of: 1, for: client.calls()) { calls throws(DiscordError) in
                    try await calls.invites(of: 1)
                }
            }
            await together(20) { _ = try? await read() }
            #expect(server.requests.count == 1)
            _ = try await read()
            #expect(server.requests.count == 2)
        }
    }
}
