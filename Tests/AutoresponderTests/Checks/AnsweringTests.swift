import API
import Discord
import DiscordEmulator
import Effects
import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport
import Testing

@testable import Autoresponder

/// A message is answered once, whatever happens meanwhile.
@Suite struct AnsweringTests {
    @Test func `two workers, one message, a hundred checks: one set of responses`() async throws {
        try await withChecks(workers: 2) { fixture in
            try await fixture.worker.addThree()
            let message = fixture.write()
            let answers = try await inParallel(100) { number in
                let content = number % 3 == 0 ? "hello" : nil
                return try await fixture.check(
                    message, on: fixture.workers[number % 2], content: content)
            }
            #expect(answers.compactMap(\.message) == [])
            #expect(answers.compactMap { $0.number("responses_sent") }.reduce(0, +) == 3)
            #expect(answers.compactMap { $0.number("triggers_hit") }.reduce(0, +) == 1)
            #expect(fixture.answers == ["one", "two", "three"])
            let reads = fixture.reads.count
            try await fixture.check(message)
            #expect(fixture.reads.count == reads)
        }
    }

    @Test func `a response that Discord refuses doesn't stop the next`() async throws {
        try await withChecks { fixture in
            try await fixture.worker.addThree()
            fixture.emulator.faults.delay("POST", "/channels/*/messages", by: .zero)
            fixture.emulator.faults.fail(
                "POST", "/channels/*/messages", status: 403, code: 50_013,
                message: "Missing Permissions")
            let message = fixture.write()
            let answer = try await fixture.check(message)
            #expect(answer.status == 200)
            #expect(answer.number("responses_sent") == 2)
            #expect(answer.number("responses_failed") == 1)
            #expect(fixture.answers == ["one", "three"])
            // What was refused is not tried again.
            try await fixture.check(message)
            #expect(fixture.answers == ["one", "three"])
        }
    }

    @Test func `an emoji nobody knows is refused, the message is sent all the same`() async throws {
        try await withChecks { fixture in
            let worker = fixture.worker
            let made = try await worker.ask(
                "POST", "responses", TestWorker.response(nil, type: 3, emoji: "gone", emojiID: "5"))
            let emoji = try #require(made.text("response", "response_id"))
            let text = try await worker.addResponse("text")
            _ = try await worker.addTrigger(TriggerFields(responses: [emoji, text]))
            let answer = try await fixture.check(fixture.write())
            #expect(answer.number("responses_failed") == 1)
            #expect(fixture.answers == ["text"])
        }
    }

    @Test func `what a vanished worker left is completed by the next check, without doubling`()
        async throws
    {
        try await withChecks(workers: 2) { fixture in
            try await fixture.worker.addThree()
            fixture.emulator.faults.delay("POST", "/channels/*/messages", by: .zero)
            // The second is sent, but nobody learns of it.
            fixture.emulator.faults.add(.hangAfter, "POST", "/channels/*/messages")
            let message = fixture.write()
            spawn { _ = try? await fixture.check(message) }
            await until { fixture.answers.count >= 2 }
            fixture.worker.stop()
            let answer = try await fixture.check(message, on: fixture.workers[1])
            #expect(answer.status == 200, "\(answer.said)")
            #expect(answer.number("responses_sent") == 2)
            #expect(fixture.answers == ["one", "two", "three"])
            let nonces = fixture.sends.compactMap { $0.body["nonce"]?.string }
            #expect(nonces.count == 4)
            #expect(Set(nonces).count == 3)
            #expect(nonces.allSatisfy { $0.utf8.count <= 25 })
        }
    }

    @Test func `a trigger past the bound doesn't fire, and doesn't cool down`() async throws {
        try await withChecks { fixture in
            let worker = fixture.worker
            var responses: [String] = []
            for number in 1...5 { responses.append(try await worker.addResponse("\(number)")) }
            _ = try await worker.addTrigger(TriggerFields(responses: responses, cooldown: 3600))
            _ = try await worker.addTrigger(
                TriggerFields(responses: [responses[0]], cooldown: 3600))
            let none = try await worker.addTrigger(TriggerFields(cooldown: 3600))
            let first = try await fixture.check(fixture.write())
            #expect(first.number("triggers_hit") == 2)
            #expect(fixture.answers.count == 5)
            #expect(worker.recorder.events("triggers/hit").map(\.text).contains(none))
            let second = try await fixture.check(fixture.write())
            #expect(second.number("triggers_hit") == 1)
            #expect(fixture.answers.count == 6)
            #expect(try await fixture.check(fixture.write()).number("triggers_hit") == 0)
        }
    }

    @Test func `a trigger of which Discord refuses everything doesn't cool down`() async throws {
        try await withChecks { fixture in
            let worker = fixture.worker
            let (first, second) = (
                try await worker.addResponse("one"), try await worker.addResponse("two")
            )
            _ = try await worker.addTrigger(
                TriggerFields(responses: [first, second], cooldown: 3600))
            fixture.emulator.faults.delay("POST", "/channels/*/messages", by: .zero)
            for times in [2, 1] {
                fixture.emulator.faults.clear()
                fixture.emulator.faults.fail(
                    "POST", "/channels/*/messages", status: 403, code: 50_013, times: times)
                let answer = try await fixture.check(fixture.write())
                #expect(answer.number("responses_failed") == times, "\(answer.said)")
            }
            #expect(fixture.answers == ["two"])
            #expect(try await fixture.check(fixture.write()).number("triggers_hit") == 0)
        }
    }

    @Test func `what couldn't be sent at all is told, and sent by the next check`() async throws {
        try await withDatabase { url in
            try await withEmulator { emulator in
                let mute = try TestWorker(url, discord: .init(log: .silent))
                let able = try TestWorker(url, discord: emulator.client())
                defer { for worker in [mute, able] { worker.stop() } }
                let guild = emulator.world.addGuild(id: try id(TestWorker.guild))
                let channel = guild.addChannel()
                let message = guild.addMessage("hello", in: channel)
                try await mute.enable()
                try await mute.addThree()
                let failed = try await mute.check(
                    message.rawValue, in: channel.rawValue, content: "hello")
                #expect(failed.code == 804)
                #expect(failed.message?.hasSuffix("Kennel has no bot token.") == true)
                let answer = try await able.check(
                    message.rawValue, in: channel.rawValue, content: "hello")
                #expect(answer.number("responses_sent") == 3)
                #expect(answer.number("triggers_hit") == 1)
                // Nothing is stored where the channel can't be looked at.
                #expect(mute.recorder.events("triggers/hit").isEmpty)
                #expect(able.recorder.events("triggers/hit").count == 1)
            }
        }
    }

    @Test func `a message that is gone is no error, one we may not read is`() async throws {
        try await withChecks { fixture in
            try await fixture.worker.addThree()
            let gone = try await fixture.check(fixture.emulator.world.newID())
            #expect(gone.status == 200)
            #expect(gone.number("triggers_hit") == 0)
            fixture.guild.setBotPermissions([])
            fixture.guild.roles[fixture.guild.id]?.permissions = []
            let hidden = try await fixture.check(fixture.write())
            #expect(hidden.code == 804, "\(hidden.said)")
        }
    }

    @Test func `a cooldown holds on every worker, in its channel`() async throws {
        try await withChecks(workers: 2) { fixture in
            let response = try await fixture.worker.addResponse()
            _ = try await fixture.worker.addTrigger(
                TriggerFields(responses: [response], cooldown: 3600))
            _ = try await fixture.worker.addTrigger(TriggerFields(type: 1, text: nil))
            let other = fixture.guild.addChannel("other")
            @LoopActor func hits(_ number: Int, in channel: Snowflake? = nil) async throws -> Int? {
                let message = fixture.write(in: channel)
                return try await fixture.check(
                    message, on: fixture.workers[number % 2], in: channel
                ).number("triggers_hit")
            }
            #expect(try await hits(0) == 2)
            #expect(try await hits(1) == 1)
            #expect(try await hits(0) == 1)
            #expect(try await hits(1, in: other) == 2)
            #expect(fixture.sends.count == 2)
            try fixture.database.script(
                "UPDATE autoresponder_cooldowns SET ends_at = clock_timestamp()")
            #expect(try await hits(1) == 2)
        }
    }

    @Test func `of many messages at once one fires a trigger that cools down`() async throws {
        try await withChecks(workers: 2) { fixture in
            _ = try await fixture.worker.addTrigger(TriggerFields(cooldown: 86_400))
            let messages = (0..<20).map { _ in fixture.write() }
            let answers = try await inParallel(20) { number in
                try await fixture.check(
                    messages[number], on: fixture.workers[number % 2], content: "hello",
                    member: fixture.author)
            }
            #expect(answers.compactMap { $0.number("triggers_hit") }.reduce(0, +) == 1)
        }
    }

    @Test func `a message that cooling triggers left unanswered stays so`() async throws {
        try await withChecks { fixture in
            _ = try await fixture.worker.addTrigger(TriggerFields(cooldown: 60))
            try await fixture.check(fixture.write())
            let second = fixture.write()
            #expect(try await fixture.check(second).number("triggers_hit") == 0)
            try fixture.database.script(
                "UPDATE autoresponder_cooldowns SET ends_at = clock_timestamp()")
            #expect(try await fixture.check(second).number("triggers_hit") == 0)
        }
    }

    @Test func `old answers and what disabled guilds left are deleted`() async throws {
        try await withChecks { fixture in
            let database = fixture.database
            _ = try await fixture.worker.addTrigger(TriggerFields(cooldown: 60))
            let old = fixture.write()
            try await fixture.check(old)
            try database.script(
                """
                UPDATE autoresponder_answers SET claimed_at = claimed_at - interval '8 days';
                UPDATE autoresponder_cooldowns SET ends_at = ends_at - interval '1 hour';
                INSERT INTO autoresponder_answers (guild_id, message_id, claimed_at, touched_at, is_finished, hit_ids,
                    step_triggers, step_responses, step_states)
                SELECT 12, n, now(), now(), true, '{}', '{}', '{}', '{}' FROM generate_series(1, 5000) AS n;
                INSERT INTO effects (guild_id, kind, subject) VALUES (12, 'old answers', 0)
                """)
            let fresh = fixture.write()
            try await fixture.check(fresh)
            let runner = JobRunner(
                database: fixture.worker.database, jobs: fixture.worker.module.jobs,
                worker: "test", log: .silent, interval: .milliseconds(20))
            runner.start()
            try await until {
                try database.number(
                    "SELECT count(*) FROM cluster_runs WHERE finished_at IS NOT NULL") != 0
            }
            await runner.stop()
            await fixture.worker.reconciler.completeAll()
            let left = try database.run("SELECT message_id FROM autoresponder_answers")
            #expect(left.map { $0.snowflake(0) } == [fresh])
            #expect(try database.number("SELECT count(*) FROM autoresponder_cooldowns") == 1)
        }
    }

    @Test func `what was answered under an earlier enabling doesn't count`() async throws {
        try await withChecks { fixture in
            _ = try await fixture.worker.addTrigger(TriggerFields())
            let message = fixture.write()
            #expect(try await fixture.check(message).number("triggers_hit") == 1)
            #expect(try await fixture.check(message).number("triggers_hit") == 0)
            try await fixture.worker.ask("POST", "disable")
            try await fixture.worker.enable()
            _ = try await fixture.worker.addTrigger(TriggerFields())
            #expect(try await fixture.check(message).number("triggers_hit") == 1)
        }
    }
}
