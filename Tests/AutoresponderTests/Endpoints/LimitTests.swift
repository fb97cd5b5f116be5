import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Autoresponder

/// What a guild stores is bounded in all, so that none takes more than its share of a worker's time and memory.
@Suite struct LimitTests {
    /// Of a megabyte of trigger texts, all but so many bytes.
    @LoopActor
    private func fill(_ database: TestDatabase, leaving left: Int) throws {
        try database.script(
            """
            INSERT INTO autoresponder_triggers (guild_id, trigger_type, match_case, trigger, allowed_channels,
                ignored_channels, allowed_roles, ignored_roles, response_ids)
            SELECT \(TestWorker.guild), 2, false, repeat('x', CASE n WHEN 1024 THEN 1024 - \(left) ELSE 1024 END),
                '{}', '{}', '{}', '{}', '{}'
            FROM generate_series(1, 1024) AS n
            """)
    }

    @Test func `the bytes of a guild's triggers are bounded, by POST and PUT`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let trigger = try await worker.addTrigger(TriggerFields(text: "abcd"))
            try fill(database, leaving: 10)
            let six = TriggerFields(text: "éé😀").json
            let eight = TriggerFields(text: "😀😀").json
            let refused = try await worker.ask("POST", "triggers", eight)
            #expect(refused.code == 422, "\(refused.said)")
            #expect(refused.message?.contains("'trigger'") == true)
            #expect(refused.message?.contains("1048576 bytes") == true)
            #expect(try await worker.ask("PUT", "trigger/\(trigger)", eight).status == 200)
            #expect(try await worker.ask("POST", "triggers", six).code == 422)
            #expect(try await worker.ask("PUT", "trigger/\(trigger)", six).status == 200)
            let long = TriggerFields(text: String(repeating: "x", count: 11)).json
            #expect(try await worker.ask("PUT", "trigger/\(trigger)", long).code == 422)
            let wildcard = TriggerFields(type: 1, text: nil).json
            #expect(try await worker.ask("POST", "triggers", wildcard).status == 200)
        }
    }

    @Test func `what is stored beyond a bound stays, and may get shorter`() async throws {
        try await withChecks { fixture in
            let (worker, database) = (fixture.worker, fixture.database)
            let trigger = try await worker.addTrigger(TriggerFields(text: "abcdef"))
            try fill(database, leaving: 0)
            #expect(
                try await worker.ask(
                    "PUT", "trigger/\(trigger)", TriggerFields(text: "ghijkl").json
                )
                .status == 200)
            #expect(
                try await worker.ask("PUT", "trigger/\(trigger)", TriggerFields(text: "xyz").json)
                    .status == 200)
            let answer = try await fixture.check(fixture.write("xyz"))
            #expect(answer.number("triggers_hit") == 1, "\(answer.said)")
        }
    }

    @Test func `two workers don't pass a bound together`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try fill(database, leaving: 25)
            let answers = try await inParallel(12) { number in
                try await workers[number % 2].ask(
                    "POST", "triggers", TriggerFields(text: "0123456789").json)
            }
            #expect(answers.filter { $0.status == 200 }.count == 2)
            #expect(answers.filter { $0.code == 422 }.count == 10)
        }
    }

    @Test func `the bytes of all texts are bounded, whoever's they are`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.script(
                """
                INSERT INTO autoresponder_responses (guild_id, response_type, response_content)
                SELECT \(TestWorker.guild), 1, repeat('x', CASE n WHEN 1024 THEN 8182 ELSE 8192 END)
                FROM generate_series(1, 1024) AS n
                """)
            _ = try await worker.addTrigger(TriggerFields(text: "0123"))
            let refused = try await worker.ask(
                "POST", "responses", TestWorker.response("0123456"))
            #expect(refused.code == 422)
            #expect(refused.message?.contains("'response_content'") == true)
            let trigger = try await worker.ask(
                "POST", "triggers", TriggerFields(text: "0123456").json)
            #expect(trigger.code == 422)
            #expect(trigger.message?.contains("'trigger'") == true)
            _ = try await worker.addResponse("012345")
            _ = try await worker.addResponse(nil, type: 3, emoji: "👍")
        }
    }

    @Test func `embeds are stored without the blanks between their values`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let blanks = String(repeating: " \n\t\r", count: 10_000)
            let embed =
                "{\(blanks)\"embeds\" : [ {\"title\":\"a  \\\" b \\\\\",\(blanks)\"color\" : 5 } ]  }"
            let id = try await worker.addResponse(embed, type: 2)
            let stored = #"{"embeds":[{"title":"a  \" b \\","color":5}]}"#
            let shown = try await worker.ask("GET", "response/\(id)")
            #expect(shown.text("response", "response_content") == stored)
            // What isn't JSON in the first place stays as it is.
            let text = try await worker.addResponse("{ \"a\" :  1 }")
            #expect(
                try await worker.ask("GET", "response/\(text)")
                    .text("response", "response_content") == "{ \"a\" :  1 }")
            #expect(
                try database.number(
                    "SELECT max(octet_length(response_content)) FROM autoresponder_responses")
                    == stored.utf8.count
            )
        }
    }

    @Test func `a blank message is refused, since it can never be sent`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            for content in [" ", "\n \t", "\u{3000}", "\u{A0} "] {
                let answer = try await worker.ask(
                    "POST", "responses", TestWorker.response(content))
                #expect(answer.code == 422)
                #expect(answer.message?.contains("'response_content'") == true)
            }
        }
    }
}
