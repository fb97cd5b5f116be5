import API
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Autoresponder

/// What a check reads, sends and says.
@Suite struct CheckTests {
    @Test func `a message that matches is answered, and its author may be mentioned`() async throws
    {
        try await withChecks { fixture in
            let worker = fixture.worker
            let response = try await worker.addResponse("Hi <user_mention>, <@42> <unknown>")
            _ = try await worker.addTrigger(TriggerFields(responses: [response]))
            let answer = try await fixture.check(fixture.write("well HELLO there"))
            #expect(answer.number("triggers_hit") == 1)
            #expect(answer.number("responses_sent") == 1)
            #expect(answer.number("responses_failed") == 0)
            #expect(fixture.answers == ["Hi <@\(fixture.author)>, <@42> <unknown>"])
            let mentions = fixture.sends.first?.body["allowed_mentions"]
            #expect(mentions?["parse"]?.elements.isEmpty == true)
            #expect(
                mentions?["users"]?.elements.compactMap(\.string) == ["\(fixture.author)", "42"])
            // Neither the mention nor the id needed anything beyond the channel, once, and the message.
            #expect(fixture.emulator.calls.count == 3)
            _ = try await fixture.check(fixture.write("hello again"))
            #expect(fixture.emulator.calls.count == 5)
        }
    }

    @Test func `channel and roles are decided before the message is read`() async throws {
        try await withChecks { fixture in
            _ = try await fixture.worker.addTrigger(
                TriggerFields(type: 1, text: nil, allowedRoles: [98]))
            #expect(try await fixture.check(fixture.write()).number("triggers_hit") == 0)
            #expect(fixture.emulator.calls.isEmpty)
            // Whether the channel is a thread of the allowed one has to be looked at, once.
            _ = try await fixture.worker.addTrigger(TriggerFields(allowedChannels: [99]))
            for _ in 0..<3 {
                #expect(try await fixture.check(fixture.write()).number("triggers_hit") == 0)
            }
            #expect(fixture.emulator.calls.count == 1)
        }
    }

    @Test func `a text that comes along is not read again`() async throws {
        try await withChecks { fixture in
            let response = try await fixture.worker.addResponse("<user_id>")
            _ = try await fixture.worker.addTrigger(TriggerFields(responses: [response]))
            let message = fixture.write("something else")
            let none = try await fixture.check(message, content: "nothing")
            #expect(none.number("triggers_hit") == 0)
            #expect(fixture.emulator.calls.isEmpty)
            try await fixture.check(message, content: "hello", member: fixture.author)
            #expect(fixture.reads.isEmpty)
            #expect(fixture.answers == ["\(fixture.author)"])
        }
    }

    @Test func `who wrote a text that came without a member is asked only when it matches`()
        async throws
    {
        try await withChecks { fixture in
            let response = try await fixture.worker.addResponse("<user_id>")
            _ = try await fixture.worker.addTrigger(TriggerFields(responses: [response]))
            try await fixture.check(fixture.write(), content: "hello")
            #expect(fixture.reads.count == 1)
            #expect(fixture.answers == ["\(fixture.author)"])
        }
    }

    @Test func `bots and webhooks are never answered`() async throws {
        try await withChecks { fixture in
            let response = try await fixture.worker.addResponse()
            _ = try await fixture.worker.addTrigger(
                TriggerFields(type: 1, text: nil, responses: [response]))
            let bot = fixture.emulator.world.addUser("other", isBot: true).id
            for message in [
                fixture.write(by: bot), fixture.write(by: fixture.emulator.world.bot.id),
                fixture.write(webhook: fixture.emulator.world.newID()),
            ] {
                #expect(try await fixture.check(message).number("triggers_hit") == 0)
                #expect(
                    try await fixture.check(message, content: "x").number("triggers_hit") == 0)
            }
            #expect(fixture.sends.isEmpty)
        }
    }

    @Test func `every trigger fires, oldest first, for five messages at most`() async throws {
        try await withChecks { fixture in
            let worker = fixture.worker
            var triggers: [String] = []
            for number in 1...4 {
                let first = try await worker.addResponse("\(number)a")
                let second = try await worker.addResponse("\(number)b")
                let reaction = try await worker.addResponse(
                    nil, type: 3, emoji: ["👍", "🎉", "🔥", "👀"][number - 1])
                triggers.append(
                    try await worker.addTrigger(
                        TriggerFields(
                            type: number, text: "hello", responses: [first, reaction, second])))
            }
            let message = fixture.write("hello")
            let answer = try await fixture.check(message)
            #expect(answer.number("triggers_hit") == 4)
            #expect(answer.number("responses_sent") == 9)
            #expect(fixture.answers == ["1a", "1b", "2a", "2b", "3a"])
            let reactions = fixture.guild.message(message, in: fixture.channel)?.reactions
            #expect(reactions?.map(\.emoji.name) == ["👍", "🎉", "🔥", "👀"])
            #expect(worker.recorder.events("triggers/hit").compactMap(\.text) == triggers)
            #expect(worker.recorder.events("triggers/hit").allSatisfy { $0.user == fixture.author })
            #expect(worker.recorder.events("check-time").count == 1)
        }
    }

    @Test func `no statistic is recorded where none is wanted`() async throws {
        try await withChecks { fixture in
            fixture.worker.recorder.isOn = false
            _ = try await fixture.worker.addTrigger(TriggerFields())
            #expect(try await fixture.check(fixture.write()).number("triggers_hit") == 1)
            #expect(fixture.worker.recorder.events("triggers/hit").isEmpty)
            #expect(fixture.worker.recorder.events("check-time").isEmpty)
        }
    }

    @Test func `embeds are filled, with what one call for each thing tells`() async throws {
        try await withChecks { fixture in
            let embed =
                #"{"embeds":[{"title":"<user_nickname> <server_name>","footer":{"text":"<user_display_name> in <channel_name>"}}]}"#
            let response = try await fixture.worker.addResponse(embed, type: 2)
            let text = try await fixture.worker.addResponse("<server_owner> <user_roles>")
            _ = try await fixture.worker.addTrigger(TriggerFields(responses: [response, text]))
            fixture.guild.members[fixture.author]?.nickname = #""quoted""#
            fixture.guild.name = "Home"
            try await fixture.check(fixture.write())
            let sent = fixture.sends.first?.body["embeds"]?[0]
            #expect(sent?["title"]?.string == #""quoted" Home"#)
            #expect(sent?["footer"]?["text"]?.string == #""quoted" in general"#)
            #expect(fixture.emulator.calls("GET", "/guilds/*").count == 1)
            #expect(fixture.emulator.calls("GET", "/guilds/*/members/*").count == 1)
            #expect(fixture.sends.count == 2)
        }
    }

    @Test func `a trigger changed on one worker counts on the other at once`() async throws {
        try await withChecks(workers: 2) { fixture in
            let (one, other) = (fixture.workers[0], fixture.workers[1])
            let response = try await one.addResponse()
            let trigger = try await one.addTrigger(TriggerFields(responses: [response]))
            @LoopActor func hits(_ text: String) async throws -> Int? {
                try await fixture.check(fixture.write(text), on: other).number("triggers_hit")
            }
            #expect(try await hits("hello") == 1)
            try await one.ask("PUT", "trigger/\(trigger)", TriggerFields(text: "bye").json)
            #expect(try await hits("hello") == 0)
            #expect(try await hits("bye") == 1)
            let second = try await one.addTrigger(TriggerFields(text: "hello"))
            #expect(try await hits("hello bye") == 2)
            try await one.ask("DELETE", "trigger/\(second)")
            #expect(try await hits("hello bye") == 1)
            try await one.ask("POST", "disable")
            #expect(try await fixture.check(fixture.write(), on: other).code == 800)
            try await one.enable()
            #expect(try await hits("hello bye") == 0)
        }
    }

    @Test func `what is kept of guilds is bounded, and read again when needed`() async throws {
        try await withChecks { fixture in
            let small = TriggerSetCache(fixture.worker.database, limit: 1)
            for guild in [TestWorker.guild, 12, 13] {
                try await fixture.worker.enable(guild: guild)
                _ = try await fixture.worker.addTrigger(TriggerFields(), guild: guild)
            }
            for _ in 0..<2 {
                for guild in [TestWorker.guild, 12, 13] {
                    let set = try await small.triggers(
                        of: try id(guild), version: 1, deadline: .now() + .seconds(5))
                    #expect(set?.triggers.count == 1)
                    #expect(small.guilds == 1)
                }
            }
            #expect(small.misses.count == 6)
        }
    }
}
