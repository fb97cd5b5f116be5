import API
import Discord
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Autoresponder

/// A check reads and sends in its guild only, and takes for gone only what Discord says is.
@Suite struct BoundaryTests {
    /// What proxies and edges answer.
    private static let foreignAnswers: [(String, CallFault.ContentType)] = [
        ("404 page not found", .html), ("<html><body>Not Found</body></html>", .html),
        (#"{"message":"404: Not Found","code":0}"#, .json), ("", .json),
    ]

    @LoopActor
    private func addTrigger(_ worker: TestWorker) async throws {
        let reaction = try await worker.addResponse(nil, type: 3, emoji: "👍")
        let text = try await worker.addResponse("answer of <user_display_name>")
        _ = try await worker.addTrigger(TriggerFields(responses: [text, reaction]))
    }

    @Test(arguments: [nil, "hello"] as [String?], [true, false])
    func `a channel of another guild is refused before anything is read or sent`(
        content: String?, isKnown: Bool
    ) async throws {
        try await withChecks { fixture in
            try await addTrigger(fixture.worker)
            let other = fixture.emulator.world.addGuild(name: "Other")
            let foreign = other.addChannel()
            let theirs = other.addMessage("hello", in: foreign)
            for _ in 0..<(isKnown ? 2 : 1) {
                let answer = try await fixture.check(
                    theirs, in: foreign, content: content, member: nil)
                #expect(answer.code == 422, "\(answer.said)")
                #expect(answer.message?.contains("'channel_id'") == true)
            }
            #expect(fixture.emulator.calls("*", "/channels/\(foreign)/messages/**").isEmpty)
            #expect(fixture.emulator.calls("POST", "/channels/*/messages").isEmpty)
            #expect(fixture.emulator.calls.count == 1)
            #expect(try fixture.database.number("SELECT count(*) FROM autoresponder_answers") == 0)
            // A message of ours under another guild's channel, or theirs under ours, is none.
            #expect(try await fixture.check(fixture.write(), in: foreign).code == 422)
            let stray = try await fixture.check(theirs, content: content, member: nil)
            #expect(stray.message == nil)
            #expect(stray.said.contains("The message is gone."))
        }
    }

    @Test func `a channel that is gone is no error`() async throws {
        try await withChecks { fixture in
            try await addTrigger(fixture.worker)
            for content in [nil, "hello"] as [String?] {
                let answer = try await fixture.check(
                    fixture.write(), in: fixture.emulator.world.newID(), content: content)
                #expect(answer.status == 200)
                #expect(answer.said.contains("The message is gone."))
            }
        }
    }

    @Test(arguments: [
        ("GET", "/channels/*"), ("GET", "/channels/*/messages/*"),
        ("GET", "/guilds/*/members/*"), ("POST", "/channels/*/messages"),
    ])
    func `a 404 that isn't Discord's is 804, and nothing is dropped or doubled`(
        method: String, path: String
    ) async throws {
        try await withChecks(workers: 2) { fixture in
            try await addTrigger(fixture.worker)
            _ = try await fixture.worker.addTrigger(
                TriggerFields(type: 4, text: "never", cooldown: 5))
            let message = fixture.write()
            for (body, type) in Self.foreignAnswers {
                fixture.emulator.faults.add(
                    .answer(status: 404, body: body, contentType: type), method, path)
                // The reaction may be sent all the same.
                fixture.emulator.faults.fail(
                    "PUT", "/channels/*/messages/*/reactions/*/@me", status: 500, times: 20)
                let answer = try await fixture.check(message, on: fixture.workers[1])
                #expect(answer.code == 804, "\(path) \(answer.said)")
                fixture.emulator.faults.clear()
            }
            let answer = try await fixture.check(message, on: fixture.workers[1])
            #expect(answer.number("responses_sent") == 2, "\(answer.said)")
            #expect(fixture.answers.count == 1)
            let reactions = fixture.guild.message(message, in: fixture.channel)?.reactions
            #expect(reactions?.map(\.emoji.name) == ["👍"])
            try await fixture.check(message)
            #expect(fixture.answers.count == 1)
        }
    }

    @Test func `a 404 that isn't Discord's at a reaction is repeated with the check`() async throws
    {
        try await withChecks { fixture in
            try await addTrigger(fixture.worker)
            let message = fixture.write()
            for (place, (body, type)) in Self.foreignAnswers.enumerated() {
                fixture.emulator.faults.add(
                    .answer(status: 404, body: body, contentType: type), "PUT",
                    "/channels/*/messages/*/reactions/*/@me")
                let answer = try await fixture.check(message)
                // At first the message was sent; later nothing is.
                #expect(answer.code == (place == 0 ? nil : 804), "\(answer.said)")
                if place == 0 {
                    #expect(answer.number("responses_unsettled") == 1)
                    #expect(answer.number("responses_failed") == 0)
                    #expect(answer.said.contains("Repeat the check"))
                }
            }
            #expect(try await fixture.check(message).number("responses_sent") == 1)
            #expect(fixture.answers.count == 1)
        }
    }

    @Test func `Discord's own notices are ignored`() async throws {
        try await withChecks { fixture in
            try await addTrigger(fixture.worker)
            for type in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 18, 21, 22, 24, 25, 31, 46] {
                let message = fixture.write(type: type)
                #expect(try await fixture.check(message).number("triggers_hit") == 0)
                let given = try await fixture.check(message, content: "hello", member: nil)
                #expect(given.number("triggers_hit") == 0)
                let member = try await fixture.check(
                    message, content: "hello", member: fixture.author, isBot: nil)
                #expect(member.number("triggers_hit") == 0)
            }
            #expect(fixture.sends.isEmpty)
        }
    }

    @Test func `what somebody writes is answered`() async throws {
        try await withChecks { fixture in
            try await addTrigger(fixture.worker)
            for type in [0, 19, 20, 23] {
                let answer = try await fixture.check(fixture.write(type: type))
                #expect(answer.number("triggers_hit") == 1)
            }
        }
    }

    @Test(arguments: [10, 11, 12], [nil, "hello"] as [String?])
    func `a thread counts as its parent as well as itself`(type: Int, content: String?) async throws
    {
        try await withChecks { fixture in
            let parent = fixture.channel
            let thread = fixture.guild.addChannel("thread", type: type, parent: parent)
            let worker = fixture.worker
            let lists: [(allowed: [Snowflake], ignored: [Snowflake], isHit: Bool)] = [
                ([parent], [], true), ([thread], [], true), ([], [parent], false),
                ([], [thread], false), ([fixture.guild.id], [], false), ([], [], true),
                ([parent], [thread], true),
            ]
            var expected: [String] = []
            for list in lists {
                let id = try await worker.addTrigger(
                    TriggerFields(
                        allowedChannels: list.allowed.map(\.rawValue),
                        ignoredChannels: list.ignored.map(\.rawValue)))
                if list.isHit { expected.append(id) }
            }
            let message = fixture.write(in: thread)
            let answer = try await fixture.check(
                message, in: thread, content: content, member: fixture.author)
            #expect(answer.number("triggers_hit") == expected.count)
            #expect(worker.recorder.events("triggers/hit").compactMap(\.text) == expected)
        }
    }

    @Test func `a channel doesn't count as its category`() async throws {
        try await withChecks { fixture in
            let category = fixture.guild.addChannel("group", type: EmulatedChannel.category)
            let channel = fixture.guild.addChannel("room", parent: category)
            _ = try await fixture.worker.addTrigger(
                TriggerFields(allowedChannels: [category.rawValue]))
            let answer = try await fixture.check(fixture.write(in: channel), in: channel)
            #expect(answer.number("triggers_hit") == 0)
        }
    }

    @Test func `everybody has @everyone`() async throws {
        try await withChecks { fixture in
            let everyone = fixture.guild.id.rawValue
            _ = try await fixture.worker.addTrigger(TriggerFields(allowedRoles: [everyone]))
            _ = try await fixture.worker.addTrigger(TriggerFields(ignoredRoles: [everyone]))
            for content in [nil, "hello"] as [String?] {
                let answer = try await fixture.check(
                    fixture.write(), content: content, member: fixture.author)
                #expect(answer.number("triggers_hit") == 1)
            }
        }
    }

    @Test func `@everyone is never mentioned, by whatever name`() async throws {
        try await withChecks { fixture in
            let guild = fixture.guild.id
            let response = try await fixture.worker.addResponse(
                "@everyone <@&\(guild)> <@&00\(guild)> <@&42> @here")
            _ = try await fixture.worker.addTrigger(TriggerFields(responses: [response]))
            try await fixture.check(fixture.write())
            let mentions = fixture.sends.first?.body["allowed_mentions"]
            #expect(mentions?["parse"]?.elements.isEmpty == true)
            #expect(mentions?["roles"]?.elements.compactMap(\.string) == ["42"])
        }
    }

    @Test func `a bot's text isn't answered, whoever says whose it is`() async throws {
        try await withChecks { fixture in
            try await addTrigger(fixture.worker)
            let own = fixture.emulator.world.bot.id
            let bot = fixture.emulator.world.addUser("other", isBot: true).id
            for author in [own, bot] {
                let message = fixture.write(by: author)
                for isBot in [nil, true] as [Bool?] {
                    let answer = try await fixture.check(
                        message, content: "hello", member: author, isBot: isBot)
                    #expect(answer.number("triggers_hit") == 0)
                }
            }
            let wrong = try await fixture.check(
                fixture.write(by: own), content: "hello", member: own, isBot: false)
            #expect(wrong.number("triggers_hit") == 0)
            #expect(fixture.sends.isEmpty)
            // Only where a trigger matches and nobody said whose it is.
            let reads = fixture.reads.count
            try await fixture.check(fixture.write(), content: "nothing", member: bot, isBot: nil)
            try await fixture.check(fixture.write(), content: "hello", member: fixture.author)
            #expect(fixture.reads.count == reads)
            #expect(fixture.sends.count == 1)
        }
    }

    @Test func `a message deleted meanwhile is told, and nothing more is sent`() async throws {
        try await withChecks { fixture in
            let reaction = try await fixture.worker.addResponse(nil, type: 3, emoji: "👍")
            let text = try await fixture.worker.addResponse("text")
            _ = try await fixture.worker.addTrigger(TriggerFields(responses: [reaction, text]))
            let message = fixture.write()
            fixture.guild.removeMessage(message, in: fixture.channel)
            for isBot in [false, nil] as [Bool?] {
                let answer = try await fixture.check(
                    message, content: "hello", member: fixture.author, isBot: isBot)
                #expect(answer.status == 200)
                if isBot == false {
                    #expect(answer.said.contains("The message is gone."))
                    #expect(answer.number("responses_sent") == 0)
                }
            }
            #expect(fixture.sends.isEmpty)
        }
    }

    @Test func `what was refused and what is to be repeated are told apart`() async throws {
        try await withChecks { fixture in
            var responses: [String] = []
            for text in ["one", "two", "three"] {
                responses.append(try await fixture.worker.addResponse(text))
            }
            _ = try await fixture.worker.addTrigger(TriggerFields(responses: responses))
            fixture.emulator.faults.delay("POST", "/channels/*/messages", by: .zero)
            fixture.emulator.faults.fail(
                "POST", "/channels/*/messages", status: 403, code: 50_013)
            fixture.emulator.faults.fail("POST", "/channels/*/messages", status: 500, times: 20)
            let message = fixture.write()
            let answer = try await fixture.check(message)
            #expect(answer.number("responses_sent") == 1)
            #expect(answer.number("responses_failed") == 1)
            #expect(answer.number("responses_unsettled") == 1)
            fixture.emulator.faults.clear()
            let second = try await fixture.check(message)
            #expect(second.number("responses_sent") == 1)
            #expect(second.number("responses_unsettled") == 0)
            #expect(fixture.answers == ["one", "three"])
        }
    }
}
