import API
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Serverstats

@Suite struct ModuleTests {
    @Test func `a guild never seen is disabled`() async throws {
        try await withWorker { worker, _ in
            let answer = try await worker.ask("GET", "status")
            #expect(answer.text == #"{"success":true,"data":{"status":false},"error":{}}"#)
            #expect(try await worker.ask("GET", "settings").code == 800)
            #expect(try await worker.ask("POST", "disable").code == 800)
            #expect(try await worker.ask("GET", "stats/voice").code == 800)
        }
    }

    @Test func `home answers with and without the slash, to anybody`() async throws {
        try await withWorker { worker, _ in
            for path in ["", "/", "?a=b"] {
                for root in ["/modules/serverstats", "/v1/modules/serverstats"] {
                    let answer = try await worker.api.ask("GET", root + path, token: nil)
                    #expect(answer.status == 200)
                }
            }
        }
    }

    @Test func `enabling creates settings with everything off`() async throws {
        try await withWorker { worker, _ in
            let answer = try await worker.ask("POST", "enable")
            #expect(answer.status == 200)
            let settings = answer.data?.member("settings" as StaticString)
            #expect(settings?.member("guild_id" as StaticString)?.string() == "\(TestWorker.guild)")
            #expect(settings?.member("starboard_count" as StaticString)?.int64() == 3)
            for toggle in Toggle.allCases {
                #expect(settings?.member(toggle.field)?.bool() == false)
            }
            #expect(answer.data?.member("counters" as StaticString)?.count == 0)
            #expect(try await worker.ask("POST", "enable").code == 801)
            let status = try await worker.ask("GET", "status")
            #expect(status.data?.member("status" as StaticString)?.bool() == true)
        }
    }

    @Test func `disabling gives what there was, and everything is gone at once`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            try await worker.ask("POST", "stats/members/joined", #""joined_member_id":7"#)
            let answer = try await worker.ask("POST", "disable")
            let settings = answer.data?.member("settings" as StaticString)
            #expect(settings?.member("stats_voice_enabled" as StaticString)?.bool() == true)
            #expect(try await worker.ask("GET", "stats/members/joined").code == 800)
            try await worker.enable()
            #expect(try await worker.rows("members/joined") == [])
        }
    }

    @Test func `deleting succeeds whether or not there is anything`() async throws {
        try await withWorker { worker, _ in
            let nothing = try await worker.ask("DELETE", "settings/delete")
            #expect(nothing.status == 200)
            #expect(nothing.data?.member("settings" as StaticString)?.isNull == true)
            try await worker.enable()
            let all = try await worker.ask("DELETE", "settings/delete")
            #expect(all.data?.member("settings" as StaticString)?.kind == .object)
            #expect(try await worker.ask("GET", "settings").code == 800)
        }
    }

    @Test func `of many who enable at once one succeeds`() async throws {
        try await withWorkers(2) { workers, _ in
            let codes = try await inParallel(8) { place in
                try await workers[place % 2].ask("POST", "enable").status
            }
            #expect(codes.count { $0 == 200 } == 1)
            #expect(codes.count { $0 == 409 } == 7)
        }
    }
}
