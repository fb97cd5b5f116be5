import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct ControlTests {
    @Test func `a world document makes users, guilds, roles, channels, messages`() async throws {
        try await withCaller { caller async throws in
            let text = readFile("\(Cluster.tree)/deploy/demo-guild.json")
            #expect(try await caller.control("PUT", "/world", text).status == 200)
            #expect(caller.world.token == "demo-bot-token")
            let guild = try await caller.ask("GET", "/guilds/1000000000000000100?with_counts=true")
            #expect(guild.json["approximate_member_count"]?.integer == 125)
            let message = try await caller.ask(
                "GET", "/channels/1000000000000000303/messages/1000000000000000401")
            #expect(message.json["reactions"]?[0]?["count"]?.integer == 2)
        }
    }

    @Test func `two thousand guilds with channels come from one call`() async throws {
        try await withCaller { caller async throws in
            let answer = try await caller.control(
                "POST", "/world",
                #"{"guilds": 2000, "first_id": "5000", "each": {"name": "Guild #", "#
                    + #""unlisted_members": 7, "channels": [{"name": "count", "count": 3}]}}"#)
            #expect(answer.json["guilds"]?.elements.count == 2000)
            #expect(caller.world.guilds.count == 2000)
            let last = try await caller.ask("GET", "/guilds/6999?with_counts=true")
            #expect(last.json["name"]?.string == "Guild 2000")
            #expect(last.json["approximate_member_count"]?.integer == 9)
            #expect(try await caller.ask("GET", "/guilds/6999/channels").json.elements.count == 3)
        }
    }

    @Test func `what a document names that isn't known is a mistake`() async throws {
        try await withCaller { caller async throws in
            for document in [
                #"{"guild": []}"#, #"{"guilds": [{"chanels": []}]}"#,
                #"{"guilds": [{"channels": [{"parent": "none"}]}]}"#,
                #"{"guilds": [{"members": [{"roles": ["none"]}]}]}"#, "[",
            ] {
                #expect(try await caller.control("POST", "/world", document).status == 400)
            }
            #expect(try await caller.control("POST", "/wrld", "{}").status == 404)
        }
    }

    @Test func `members join by invite, vanity URL and OAuth, and leave`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            guild.addInvite("three", to: channel, maximumUses: 3)
            guild.vanity = EmulatedVanity(code: "kennel")
            let join = { (more: String) in
                try await caller.control("POST", "/join", #"{"guild": "\#(guild.id)", \#(more)}"#)
            }
            #expect(try await join(#""invite": "three", "count": 2"#).status == 200)
            #expect(guild.livingInvite("three")?.uses == 2)
            #expect(try await join(#""invite": "three", "user": "77""#).status == 200)
            #expect(guild.livingInvite("three") == nil)
            #expect(try await join(#""invite": "three""#).status == 400)
            #expect(try await join(#""vanity": true"#).status == 200)
            #expect(guild.vanity.uses == 1)
            #expect(try await join(#""is_bot": true"#).status == 200)
            #expect(guild.memberCount == 7)
            let leave = #"{"guild": "\#(guild.id)", "user": "77"}"#
            #expect(try await caller.control("POST", "/leave", leave).status == 200)
            #expect(guild.memberCount == 6)
        }
    }

    @Test func `reactions and messages come from members`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let posted = try await caller.control(
                "POST", "/messages",
                #"{"channel": "\#(channel)", "content": "hi", "attachments": [{"url": "u"}]}"#)
            let id = try #require(posted.json["id"]?.string)
            let target = #""channel": "\#(channel)", "message": "\#(id)""#
            _ = try await caller.control(
                "POST", "/react", "{\(target), \"count\": 3, \"burst\": true}")
            _ = try await caller.control("POST", "/react", "{\(target), \"user\": \"5\"}")
            _ = try await caller.control("POST", "/unreact", "{\(target), \"user\": \"5\"}")
            let report = try await caller.control("GET", "/guilds/\(guild.id)")
            let message = report.json["channels"]?[0]?["messages"]?[0]
            #expect(message?["reactions"]?[0]?["burst"]?.elements.count == 3)
            #expect(message?["reactions"]?[0]?["users"]?.elements.isEmpty == true)
            #expect(
                guild.channel(channel)?.messages.first?.attachments.first?["url"]?.string == "u")
        }
    }

    @Test func `calls are listed with query, body and reason, and can be cleared`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            _ = try await caller.ask(
                "PATCH", "/channels/\(channel)?x=%20y", #"{"name": "new"}"#,
                headers: ["User-Agent: t", "X-Audit-Log-Reason: for%20a%20test"])
            let list = try await caller.control("GET", "/calls?method=PATCH&path=/channels/*")
            let call = list.json["calls"]?[0]
            #expect(list.json["count"]?.integer == 1)
            #expect(call?["body"]?["name"]?.string == "new")
            #expect(call?["query"]?["x"]?.string == " y")
            #expect(call?["reason"]?.string == "for a test")
            #expect(call?["status"]?.integer == 200)
            _ = try await caller.control("DELETE", "/calls")
            #expect(try await caller.control("GET", "/calls").json["count"]?.integer == 0)
        }
    }

    @Test(arguments: [["--help"], ["--port", "x"], ["--port"], ["--x"], ["--world", "/none"]])
    func `the program says what it takes, and refuses the rest`(_ arguments: [String]) throws {
        let log = temporaryFile()
        defer { unlink(log) }
        let program = try Subprocess([EmulatorProcess.binary] + arguments, log: log)
        let status = try program.wait()
        #expect(status == (arguments == ["--help"] ? 0 : arguments[0] == "--world" ? 1 : 2))
        #expect(program.output.contains(status == 1 ? "/none" : "Usage: discord-emulator"))
    }

    @Test func `settings, time and a reset come over HTTP`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let settings = #"{"global_per_second": 2, "renames": null, "buckets": "discord"}"#
            #expect(try await caller.control("PATCH", "/settings", settings).status == 200)
            _ = try await caller.control("POST", "/clock", #"{"freeze": true}"#)
            for _ in 0..<2 { _ = try await caller.ask("GET", "/channels/\(channel)") }
            #expect(try await caller.ask("GET", "/channels/\(channel)").status == 429)
            _ = try await caller.control("POST", "/clock", #"{"advance": 1.5}"#)
            #expect(try await caller.ask("GET", "/channels/\(channel)").status == 200)
            let figures = try await caller.control("GET", "/figures")
            #expect(figures.json["total"]?.integer == 4)
            #expect(figures.json["limited"]?.integer == 1)
            #expect(try await caller.control("PATCH", "/settings", #"{"x": 1}"#).status == 400)
            _ = try await caller.control("POST", "/reset")
            #expect(caller.world.guilds.isEmpty)
            #expect(caller.world.limits.globalPerSecond == nil)
            #expect(caller.emulator.calls.isEmpty)
        }
    }

    @Test func `a process of its own serves a world and ends when told`() throws {
        let emulator = try EmulatorProcess(
            world: readFile("\(Cluster.tree)/deploy/demo-guild.json"))
        defer { emulator.destroy() }
        let client = try HTTPClient(port: emulator.port)
        let answer = try client.send(
            "GET", "/api/v10/guilds/1000000000000000100",
            headers: ["User-Agent: t", "Authorization: Bot \(emulator.token)"])
        #expect(answer.status == 200)
        #expect(answer.string("name") == "Demo guild")
        #expect(try emulator.countCalls("GET", "/guilds/*") == 1)
        #expect(throws: TestFailure.self) { try emulator.control("POST", "/faults", "{}") }
        #expect(try emulator.stop() == 0)
    }
}
