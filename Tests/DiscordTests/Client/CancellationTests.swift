import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Discord

/// Calls that nobody wants any more.
@Suite struct CancellationTests {
    /// Begins a call in a task of its own, as the loop's code does, and tells what comes of it.
    @LoopActor
    private func begin(
        _ calls: DiscordCalls, channel: Snowflake = 4
    ) -> (task: Task<DiscordError?, Never>, hasEnded: Promise<Void>) {
        let ended = Promise<Void>()
        let task = Task.immediate(executorPreference: LoopExecutor.shared) { @LoopActor in
            let error = await failure { () throws(DiscordError) in try await calls.channel(channel)
            }
            ended.fulfil(())
            return error
        }
        return (task, ended)
    }

    @Test func `a caller that is gone ends its transfer, and the connection`() async throws {
        let isClosed = Locked(false)
        let server = try ScriptedServer(
            .custom { connection in
                _ = readRequest(connection)
                isClosed.value = true
            })
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let (task, _) = begin(client.calls())
            await until { !server.requests.isEmpty }
            #expect(client.inFlight == 1)
            task.cancel()
            #expect(await task.value == .cancelled)
            #expect(client.inFlight == 0)
        }
        try eventually("the connection is closed") { isClosed.value }
    }

    @Test func `a caller that is gone ends its pause`() async throws {
        let server = try ScriptedServer(.status(503, headers: ["Retry-After: 10"]))
        try await expectOneRequest(to: server)
    }

    @Test func `a caller that is gone ends its waiting for a limit`() async throws {
        let server = try ScriptedServer(
            .status(
                429, #"{"retry_after":10,"global":false,"message":""}"#,
                headers: ["X-RateLimit-Scope: user", "Retry-After: 10"]))
        try await expectOneRequest(to: server)
    }

    /// A call that was answered once is cancelled, ends, and isn't sent again.
    private func expectOneRequest(to server: ScriptedServer) async throws {
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let (task, _) = begin(client.calls())
            await until { !server.requests.isEmpty }
            task.cancel()
            #expect(await task.value == .cancelled)
        }
        #expect(server.requests.count == 1)
    }

    @Test func `one that is cancelled before it begins isn't sent`() async throws {
        let server = try ScriptedServer(.status(200))
        try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            let start = Promise<Void>()
            let task = Task.immediate(executorPreference: LoopExecutor.shared) { @LoopActor in
                await start.value
                return await failure { () throws(DiscordError) in try await calls.channel(4) }
            }
            task.cancel()
            start.fulfil(())
            #expect(await task.value == .cancelled)
        }
        #expect(server.requests.isEmpty)
    }

    /// A budget whose next free time is some seconds away.
    private final class EmptyBudget: SendBudget {
        nonisolated let rate: Int? = 1

        nonisolated init() {}

        func reserve(
            _ count: Int, for urgency: SendUrgency
        ) async throws(SendBudgetError) -> SendTimes {
            SendTimes(times: [], next: .now() + .seconds(5))
        }

        func block(for duration: Duration) async {}
    }

    /// Begins to delete a message, a change.
    @LoopActor
    private func beginChange(
        _ client: DiscordClient, channel: Snowflake = 3
    ) -> Task<DiscordError?, Never> {
        let calls = client.calls()
        return Task.immediate(executorPreference: LoopExecutor.shared) { @LoopActor in
            await failure { () throws(DiscordError) in
                try await calls.deleteMessage(
                    4, in: GuildChannel(proven: channel, of: 1), reason: "")
            }
        }
    }

    @Test func `a change that wasn't sent is withdrawn, so nothing was done`() async throws {
        let server = try ScriptedServer(.status(204))
        try await onLoop {
            let client = DiscordClient(
                DiscordConfiguration(base: server.base, token: "secret.bot.token"),
                budget: EmptyBudget(), log: .silent)
            let task = beginChange(client)
            await until { client.line?.limiter.waitingCount == 1 }
            task.cancel()
            let error = await task.value
            #expect(error == .withdrawn)
            #expect(error?.effect == DiscordError.Effect.none)
            #expect(client.line?.limiter.waitingCount == 0)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `the outcome of a change that was sent is awaited, though its caller is gone`()
        async throws
    {
        let mayAnswer = Locked(false)
        let server = try ScriptedServer(
            .custom { connection in
                while !mayAnswer.value { usleep(1_000) }
                write("HTTP/1.1 204 No Content\r\n\r\n", to: connection)
            })
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let task = beginChange(client)
            while server.requests.isEmpty { await sleep(for: .milliseconds(1)) }
            task.cancel()
            #expect(client.inFlight == 1)
            mayAnswer.value = true
            #expect(await task.value == nil)
        }
        #expect(server.requests.count == 1)
    }

    @Test func `a change that may have been done isn't repeated for a caller that is gone`()
        async throws
    {
        let server = try ScriptedServer(.status(503, headers: ["Retry-After: 10"]))
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let task = beginChange(client)
            while server.requests.isEmpty { await sleep(for: .milliseconds(1)) }
            task.cancel()
            let error = await task.value
            #expect(error?.effect == .unknown)
        }
        #expect(server.requests.count == 1)
    }

    @Test func `a stopping worker gives up changes that were sent, whoever waits for them`()
        async throws
    {
        let server = try ScriptedServer(.silence)
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let tasks = [beginChange(client), beginChange(client, channel: 5)]
            while server.requests.count < 2 { await sleep(for: .milliseconds(1)) }
            tasks[0].cancel()
            client.stop()
            for task in tasks { #expect(await task.value == .cancelled) }
        }
    }

    @Test func `a draining worker gives up its jobs' calls and goes on with its requests'`()
        async throws
    {
        let server = try ScriptedServer(.silence)
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let (job, _) = begin(client.actingInBackground(in: 1, waitLimit: .now() + .seconds(15)))
            let (request, hasEnded) = begin(client.calls(), channel: 5)
            await until { server.requests.count >= 2 }
            client.stopBackground()
            #expect(await job.value == .cancelled)
            let later = begin(client.actingInBackground(in: 1, waitLimit: .now() + .seconds(15)))
            #expect(await later.task.value == .cancelled)
            #expect(!hasEnded.isFulfilled)
            client.stop()
            #expect(await request.value == .cancelled)
            #expect(await begin(client.calls()).task.value == .cancelled)
        }
        #expect(server.requests.count == 2)
    }
}
