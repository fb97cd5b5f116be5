import Discord
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct FaultTests {
    @Test func `a fault concerns as many matching calls as it says, and no others`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            caller.emulator.faults.fail("GET", "/guilds/*/roles", status: 502, times: 2)
            #expect(try await caller.ask("GET", "/guilds/\(guild.id)").status == 200)
            #expect(try await caller.ask("GET", "/guilds/\(guild.id)/roles").status == 502)
            #expect(try await caller.ask("GET", "/guilds/\(guild.id)/roles").status == 502)
            #expect(try await caller.ask("GET", "/guilds/\(guild.id)/roles").status == 200)
            #expect(caller.emulator.faults.pending == 0)
        }
    }

    @Test func `a test may act before a call is done, and before it is answered`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let (first, second) = (guild.addChannel(), guild.addChannel())
            caller.emulator.faults.before("GET", "/channels/*") { guild.removeChannel(first) }
            #expect(try await caller.ask("GET", "/channels/\(first)").status == 404)
            caller.emulator.faults.after("GET", "/channels/*") { guild.removeChannel(second) }
            #expect(try await caller.ask("GET", "/channels/\(second)").status == 200)
            #expect(try await caller.ask("GET", "/channels/\(second)").status == 404)
        }
    }

    @Test func `patterns take single segments and rests`() {
        #expect(CallPattern("GET", "/a/*/c").matches("GET", "/a/b/c"))
        #expect(!CallPattern("GET", "/a/*/c").matches("GET", "/a/b/c/d"))
        #expect(!CallPattern("GET", "/a/*/c").matches("POST", "/a/b/c"))
        #expect(!CallPattern("GET", "/a/*/c").matches("GET", "/a/b"))
        #expect(CallPattern("*", "/a/**").matches("PUT", "/a/b/c/d"))
        #expect(!CallPattern("*", "/a/**").matches("PUT", "/b"))
    }

    @Test(arguments: [("before", 0), ("after", 1), ("halfway", 1)])
    func `a dropped call has been done, or not, as the fault says`(
        _ moment: String, _ posted: Int
    ) async throws {
        let emulator = try EmulatorProcess(
            world: #"{"guilds": [{"id": "7", "channels": [{"id": "8", "name": "c"}]}]}"#)
        defer { emulator.destroy() }
        try emulator.control(
            "POST", "/faults",
            #"{"effect": "drop", "moment": "\#(moment)", "path": "/channels/**"}"#)
        let client = try HTTPClient(port: emulator.port)
        #expect(throws: HTTPClient.Failure.closed) {
            _ = try client.send(
                "POST", "/api/v10/channels/8/messages", body: #"{"content": "hi"}"#,
                headers: ["User-Agent: t", "Authorization: Bot \(emulator.token)"])
        }
        let messages = try emulator.control("GET", "/guilds/7")["channels"]?[0]?["messages"]
        #expect(messages?.elements.count == posted)
    }

    @Test func `the client repeats what a cut connection or a 503 kept from being read`()
        async throws
    {
        try await withEmulator { emulator in
            let guild = emulator.world.addGuild()
            emulator.faults.drop("GET", "/guilds/*", .beforeExecuting)
            emulator.faults.fail("GET", "/guilds/*", status: 503)
            let read = try await emulator.discord().guild(guild.id)
            #expect(read.id == guild.id)
            #expect(emulator.calls.map(\.status) == [nil, 503, 200])
        }
    }

    @Test func `a call hangs until the faults are cleared`() async throws {
        try await withEmulator { emulator in
            let guild = emulator.world.addGuild()
            emulator.faults.add(.hang, "GET", "/guilds/*")
            let answered = Promise<Void>()
            let discord = emulator.discord()
            spawn {
                _ = try? await discord.guild(guild.id)
                answered.fulfil(())
            }
            await until { emulator.faults.hanging != 0 }
            #expect(!answered.isFulfilled)
            emulator.faults.clear()
            await answered.value
        }
    }

    @Test func `garbage, redirects and foreign answers are given as asked`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let faults = caller.emulator.faults
            faults.add(.garbage)
            faults.add(.fail(status: 302, location: "http://elsewhere/"))
            faults.add(.answer(status: 200, body: "<html>", contentType: .html))
            let ask = { try await caller.ask("GET", "/guilds/\(guild.id)") }
            let garbage = try await ask()
            #expect(garbage.status == 200)
            #expect(garbage.json == .null)
            #expect(try await ask().header("location") == "http://elsewhere/")
            #expect(try await ask().text == "<html>")
        }
    }
}
