import API
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Autoresponder

/// Triggers and responses as administrators make them.
@Suite struct TriggerTests {
    @Test func `what is created is shown, listed, changed and deleted`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let response = try await worker.addResponse()
            let fields = TriggerFields(
                type: 3, matchesCase: true, text: "Hi", allowedChannels: [3, 1, 3],
                ignoredRoles: [9], responses: [response], cooldown: 30)
            let trigger = try await worker.addTrigger(fields)
            let shown = try await worker.ask("GET", "trigger/\(trigger)")
            #expect(
                shown.text.contains(
                    """
                    {"trigger_id":"\(trigger)","guild_id":"\(TestWorker.guild)","trigger_type":3,"match_case":true,\
                    "trigger":"Hi","allowed_channels":["3","1"],"ignored_channels":[],"allowed_roles":[],\
                    "ignored_roles":["9"],"response_ids":["\(response)"],"cooldown_seconds":30}
                    """))
            let changed = try await worker.ask(
                "PUT", "trigger/\(trigger)", TriggerFields(type: 1, text: nil).json)
            #expect(changed.text.contains(#""trigger":null"#))
            #expect(changed.text.contains(#""response_ids":[],"cooldown_seconds":30"#))
            #expect(try await worker.ask("GET", "triggers").text.contains(#""total":1"#))
            #expect(try await worker.ask("DELETE", "trigger/\(trigger)").status == 200)
            #expect(try await worker.ask("DELETE", "trigger/\(trigger)").code == 404)
            #expect(try await worker.ask("GET", "trigger/\(trigger)").code == 404)
            #expect(try await worker.ask("GET", "trigger/x").code == 404)
            let recorded = worker.recorder.events.map(\.statistic)
            #expect(
                recorded
                    == ["responses/created", "triggers/created", "triggers/deleted"].map {
                        "modules/autoresponder/" + $0
                    })
        }
    }

    @Test func `pages are cut by number and size, and the total is told`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            for number in 1...5 { _ = try await worker.addResponse("text \(number)") }
            @LoopActor func page(_ fields: String) async throws -> [String] {
                let answer = try await worker.ask("GET", "responses", fields)
                #expect(answer.number("total") == 5)
                let list = answer.data?.member("responses" as StaticString)
                return list?.elements.compactMap {
                    $0.member("response_content" as StaticString)?.string()
                } ?? []
            }
            #expect(try await page("page_size=2&page=2") == ["text 3", "text 4"])
            #expect(try await page("page_size=2&page=3") == ["text 5"])
            #expect(try await page("page=9") == [])
            #expect(try await page("").count == 5)
            #expect(try await worker.ask("GET", "responses", "page=0").code == 400)
            #expect(try await worker.ask("GET", "responses", "page_size=101").code == 400)
        }
    }

    @Test func `a large page is the same, sent in parts`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let text = String(repeating: "é", count: 2000)
            for _ in 0..<30 { _ = try await worker.addResponse(text) }
            for (size, count) in [(5, 5), (100, 30)] {
                let answer = try await worker.ask("GET", "responses", "page_size=\(size)")
                #expect(answer.failure == nil)
                #expect(answer.number("total") == 30)
                #expect(answer.number("page_size") == size)
                let shown = answer.data?.member("responses" as StaticString)?.elements
                    .compactMap { $0.member("response_content" as StaticString)?.string() }
                #expect(shown == Array(repeating: text, count: count))
            }
        }
    }

    @Test(arguments: [
        (#""trigger_type":5"#, "'trigger_type'"), (#""trigger_type":0"#, "'trigger_type'"),
        (#""cooldown_seconds":86401"#, "'cooldown_seconds'"),
        (#""response_ids":[999]"#, "there is no response 999"),
        (#""trigger":"""#, "'trigger'"),
    ])
    func `a limit is 422, by POST and PUT, after 404`(field: String, words: String) async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let trigger = try await worker.addTrigger(TriggerFields())
            let name = String(field.prefix { $0 != ":" })
            var base = TriggerFields()
            base.cooldown = 0
            let fields =
                base.json.replacing(name, with: "\"x\"") + "," + field
            let made = try await worker.ask("POST", "triggers", fields)
            #expect(made.code == 422, "\(made.said)")
            #expect(made.message?.contains(words) == true, "\(made.said)")
            #expect(try await worker.ask("PUT", "trigger/\(trigger)", fields).code == 422)
            #expect(try await worker.ask("PUT", "trigger/12345", fields).code == 404)
            try await worker.ask("POST", "disable")
            #expect(try await worker.ask("POST", "triggers", fields).code == 800)
        }
    }

    @Test func `lists hold a hundred ids, texts two thousand characters`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let long = TriggerFields(
                text: String(repeating: "é", count: 2000), allowedChannels: Array(1...100))
            #expect(try await worker.ask("POST", "triggers", long.json).status == 200)
            var tooLong = TriggerFields(text: String(repeating: "é", count: 2001))
            #expect(try await worker.ask("POST", "triggers", tooLong.json).code == 422)
            tooLong = TriggerFields(ignoredRoles: Array(1...101))
            #expect(try await worker.ask("POST", "triggers", tooLong.json).code == 422)
        }
    }

    @Test func `only a wildcard may have no text`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let none = TriggerFields(type: 2, text: nil)
            let answer = try await worker.ask("POST", "triggers", none.json)
            #expect(answer.code == 400)
            #expect(
                answer.message
                    == "Bad Request Error! Field 'trigger' must not be null, except when trigger_type is 1."
            )
        }
    }

    @Test func `responses of another guild are not there`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            try await worker.enable(guild: 12)
            let response = try await worker.addResponse(guild: 12)
            let answer = try await worker.ask(
                "POST", "triggers", TriggerFields(responses: [response]).json)
            #expect(answer.code == 422)
            #expect(try await worker.ask("GET", "response/\(response)").code == 404)
            #expect(try await worker.ask("DELETE", "response/\(response)").code == 404)
        }
    }

    @Test func `a deleted response leaves the triggers that used it`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let first = try await worker.addResponse("first")
            let second = try await worker.addResponse("second")
            let trigger = try await worker.addTrigger(TriggerFields(responses: [first, second]))
            #expect(try await worker.ask("DELETE", "response/\(first)").status == 200)
            let shown = try await worker.ask("GET", "trigger/\(trigger)")
            #expect(shown.text.contains("\"response_ids\":[\"\(second)\"]"))
        }
    }

    @Test(arguments: [
        (TestWorker.response(String(repeating: "x", count: 2001)), "from 1 to 2000 characters"),
        (TestWorker.response("{}", type: 2), "'embeds' is required"),
        (TestWorker.response("x", type: 2), "not valid JSON"),
        (TestWorker.response("x", type: 4), "'response_type'"),
        (TestWorker.response(nil, type: 3, emoji: "word"), "'emoji_name' must be an emoji"),
        (TestWorker.response(nil, type: 3, emoji: "7"), "'emoji_name' must be an emoji"),
    ])
    func `a response that can't be sent is 422`(fields: String, words: String) async throws {
        try await withWorker { worker, _ in
            let early = try await worker.ask("POST", "responses", fields)
            #expect(early.code == 800)
            try await worker.enable()
            let answer = try await worker.ask("POST", "responses", fields)
            #expect(answer.code == 422)
            #expect(answer.message?.contains(words) == true, "\(answer.said)")
        }
    }

    @Test(arguments: ["😁", "❤️", "1️⃣", "🇩🇪", "👩‍👩‍👧", "⭐"])
    func `an emoji is an emoji`(emoji: String) async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            _ = try await worker.addResponse(nil, type: 3, emoji: emoji)
        }
    }

    @Test func `disabling gives what there was, and leaves nothing`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let response = try await worker.addResponse()
            _ = try await worker.addResponse()
            let trigger = try await worker.addTrigger(TriggerFields(responses: [response]))
            #expect(try await worker.ask("POST", "enable").code == 801)
            let gone = try await worker.ask("POST", "disable")
            #expect(gone.data?.member("triggers" as StaticString)?.count == 1)
            #expect(gone.data?.member("responses" as StaticString)?.count == 2)
            try await worker.enable()
            #expect(try await worker.ask("GET", "trigger/\(trigger)").code == 404)
            #expect(try await worker.ask("GET", "responses").number("total") == 0)
            let deleted = try await worker.ask("DELETE", "delete")
            #expect(deleted.text.contains(#"{"triggers":[],"responses":[]}"#))
            // What was removed is only there for its answer.
            #expect(
                try database.number(
                    "SELECT count(*) FROM autoresponder_responses WHERE guild_id > 0") == 0)
        }
    }

    @Test func `the member who acts is recorded, where a member does`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let user = "user-7-of-\(TestWorker.guild)"
            let fields = TriggerFields().json
            for token in [user, "key-of-\(TestWorker.guild)", "service"] {
                let answer = try await worker.ask("POST", "triggers", fields, token: token)
                #expect(answer.status == 200)
            }
            #expect(
                worker.recorder.events("triggers/created").map(\.user) == [try id(7), nil, nil])
            #expect(try await worker.ask("POST", "triggers", fields, token: "key-of-5").code == 403)
            #expect(try await worker.ask("POST", "check", "", token: user).code != 200)
        }
    }
}
