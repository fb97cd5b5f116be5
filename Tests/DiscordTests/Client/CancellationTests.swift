import Essentials
import EventLoop
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
            #expect(client.statistics.inFlight == 1)
            task.cancel()
            #expect(await task.value == .cancelled)
            #expect(client.statistics.inFlight == 0)
        }
        try eventually("the connection is closed") { isClosed.value }
    }

    @Test func `a caller that is gone ends its pause`() async throws {
        let server = try ScriptedServer(.status(503, headers: ["Retry-After: 10"]))
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let (task, _) = begin(client.calls())
            await until { !server.requests.isEmpty }
            task.cancel()
            #expect(await task.value == .cancelled)
        }
        #expect(server.requests.count == 1)
    }

    @Test func `a caller that is gone ends its waiting for a limit`() async throws {
        let server = try ScriptedServer(
            .status(
                429, #"{"retry_after":10,"global":false,"message":""}"#,
                headers: ["X-RateLimit-Scope: user", "Retry-After: 10"]))
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
