import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct SettingsTests {
    @Test func `what GET shows can be put back unchanged`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable(on: [.voice, .tags, .polls, .counters])
            let shown = try await worker.ask("GET", "settings")
            let before = shown.text
            let settings = before.dropFirst(#"{"success":true,"data":{"settings":"#.count)
                .dropLast(#"},"error":{}}"#.count)
            let answer = try await worker.put(String(settings))
            #expect(answer.text == before)
            #expect(
                ShapeCheck.mismatch(
                    shown.data?.member("settings" as StaticString), Settings.shape) == nil)
        }
    }

    @Test func `each toggle is kept by itself`() async throws {
        try await withWorker { worker, _ in
            try await worker.ask("POST", "enable")
            for toggle in Toggle.allCases {
                try await worker.put(TestWorker.settings(on: [toggle]))
                let answer = try await worker.ask("GET", "settings")
                let settings = answer.data?.member("settings" as StaticString)
                for each in Toggle.allCases {
                    #expect(settings?.member(each.field)?.bool() == (each == toggle))
                }
            }
        }
    }

    @Test func `polls left out stay as they are`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable(on: [.polls])
            let without = TestWorker.settings(on: []).replacing(
                #","stats_modules_polls_enabled":false"#, with: "")
            let answer = try await worker.put(without)
            let settings = answer.data?.member("settings" as StaticString)
            #expect(settings?.member("stats_modules_polls_enabled" as StaticString)?.bool() == true)
        }
    }

    @Test func `a feature that is on needs its channel`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable(on: [])
            let null = #""counters_category_id":null"#
            let off = TestWorker.settings(on: []).replacing(
                #""counters_category_id":5"#, with: null)
            #expect(try await worker.put(off).status == 200)
            let on = TestWorker.settings(on: [.counters]).replacing(
                #""counters_category_id":5"#, with: null)
            let refused = try await worker.put(on)
            #expect(refused.code == 400)
            #expect(refused.message?.contains("'counters_category_id'") == true)
        }
    }

    @Test func `checks come in order: shape, module, value, Discord`() async throws {
        try await withWorker { worker, _ in
            let create = TestWorker.allOn.replacing(
                #""starboard_channel":"6""#, with: #""starboard_channel":"create""#)
            let zero = create.replacing(#""starboard_count":3"#, with: #""starboard_count":0"#)
            let text = zero.replacing(
                #""stats_voice_enabled":true"#, with: #""stats_voice_enabled":"on""#)
            #expect(try await worker.put(text).code == 400)
            #expect(try await worker.put(zero).code == 800)
            #expect(try await worker.put(create).code == 800)
            try await worker.ask("POST", "enable")
            #expect(try await worker.put(zero).code == 400)
            #expect(try await worker.put(create).code == 804)
            #expect(try await worker.put(TestWorker.allOn).status == 200)
        }
    }

    @Test func `an administrator's key reaches its own guild only`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let own = "key-of-\(TestWorker.guild)"
            #expect(try await worker.ask("GET", "settings", token: own).status == 200)
            #expect(try await worker.ask("GET", "settings", token: "key-of-5").code == 403)
            let event = #""joined_member_id":7"#
            #expect(
                try await worker.ask("POST", "stats/members/joined", event, token: own).code == 403)
        }
    }

    @Test func `settings that are asked for together come in one statement`() async throws {
        try await withWorker { worker, _ in
            for guild in 1...4 { try await worker.enable(guild: Int64(guild), on: []) }
            let before = worker.database.statements.count
            let codes = try await inParallel(64) { place in
                try await worker.ask("GET", "settings", guild: Int64(place % 8 + 1)).status
            }
            #expect(codes == (0..<64).map { $0 % 8 < 4 ? 200 : 409 })
            #expect(worker.database.statements.count - before < 8)
        }
    }
}
