import EventLoop
import TestSupport
import Testing

@testable import Serverstats

@Suite struct SessionTests {
    private static func join(_ channel: Int, member: Int = 7) -> String {
        #""joined_member_id":\#(member),"channel_id":\#(channel)"#
    }

    private static func leave(_ channel: Int, member: Int = 7) -> String {
        #""left_member_id":\#(member),"channel_id":\#(channel)"#
    }

    @Test func `a voice session is open until it is closed`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            #expect(try await worker.ask("POST", "stats/voice", Self.join(1)).status == 200)
            let open = try await worker.rows("voice")
            #expect(open.count == 1)
            #expect(open[0]["left_at"] == "null")
            #expect(try await worker.ask("PUT", "stats/voice", Self.leave(1)).status == 200)
            let closed = try await worker.rows("voice")
            #expect(closed.count == 1)
            #expect(closed[0]["id"] == open[0]["id"])
            #expect(closed[0]["joined_at"] == open[0]["joined_at"])
            #expect(closed[0]["left_at"]?.count == 24)
        }
    }

    @Test func `repeating a join or a leave changes nothing`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            for _ in 0..<3 { try await worker.ask("POST", "stats/voice", Self.join(1)) }
            let open = try await worker.rows("voice")
            #expect(open.count == 1)
            for _ in 0..<3 {
                #expect(try await worker.ask("PUT", "stats/voice", Self.leave(1)).status == 200)
            }
            let last = try await worker.ask("PUT", "stats/voice", Self.leave(1))
            #expect(last.text.contains("no open voice session"))
            #expect(try database.eventCount() == 1)
        }
    }

    @Test func `joining another channel closes the session of the first`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            try await worker.ask("POST", "stats/voice", Self.join(1))
            try await worker.ask("POST", "stats/voice", Self.join(2))
            try await worker.ask("PUT", "stats/voice", Self.leave(1))
            let rows = try await worker.rows("voice")
            #expect(rows.map { $0["channel_id"] } == ["1", "2"])
            #expect(rows.map { $0["left_at"] == "null" } == [false, true])
            #expect(try await worker.rows("voice", "channel_id=2").count == 1)
            #expect(try await worker.rows("voice", "user_id=8").count == 0)
        }
    }

    @Test func `joins of one member at once on two workers leave one session open`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            _ = try await inParallel(40) { place in
                try await workers[place % 2].ask("POST", "stats/voice", Self.join(place % 4 + 1))
                    .status
            }
            #expect(try database.number("SELECT count(*) FROM voice_sessions") == 1)
            #expect(try database.eventCount("started_at > occurred_at") == 0)
            let ids = try database.number("SELECT count(DISTINCT id) FROM statistics_events")
            #expect(try database.eventCount() == ids)
        }
    }

    @Test func `what is new opens, what is missing closes, what stays is untouched`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            func post(_ activities: String) async throws -> Int {
                try await worker.ask(
                    "POST", "stats/activities/presence",
                    #""presence_user_id":7,"activities":[\#(activities)]"#
                ).status
            }
            let chess = #"{"activity_type":0,"name":"Chess","details":"Blitz","state":null}"#
            let music = #"{"activity_type":2,"name":"Music"}"#
            #expect(try await post(chess) == 200)
            let first = try await worker.rows("activities/presence")
            #expect(first[0]["presence_name"] == "Chess")
            #expect(first[0]["details"] == "Blitz")
            #expect(first[0]["state"] == "null")
            #expect(try await post([chess, music, chess].joined(separator: ",")) == 200)
            let second = try await worker.rows("activities/presence")
            #expect(second.map { $0["presence_name"] } == ["Chess", "Music"])
            #expect(second[0] == first[0])
            #expect(try await post(music) == 200)
            let third = try await worker.rows("activities/presence", "user_id=7")
            #expect(third.map { $0["end_time"] == "null" } == [false, true])
            #expect(third[0]["id"] == first[0]["id"])
            #expect(try await post("") == 200)
            #expect(try await post("") == 200)
            let last = try await worker.rows("activities/presence")
            #expect(last.map { $0["presence_name"] } == ["Chess", "Music"])
            #expect(last.allSatisfy { $0["end_time"] != "null" })
        }
    }

    @Test func `a status is kept where the statistic or the counters are on`() async throws {
        try await withWorker { worker, database in
            func post(_ status: String) async throws -> Int? {
                try await worker.ask(
                    "POST", "stats/activities/presence",
                    #""presence_user_id":7,"activities":[{"activity_type":0,"name":"Chess"}]\#(status)"#
                ).code
            }
            let dnd = #","status":"dnd""#
            try await worker.enable(on: [.voice])
            #expect(try await post(dnd) == 800)
            try await worker.put(TestWorker.settings(on: [.counters]))
            #expect(try await post("") == 800)
            #expect(try await post(dnd) == nil)
            #expect(try database.number("SELECT status FROM member_statuses") == 3)
            #expect(try await worker.rows("activities/presence") == [])
            try await worker.put(TestWorker.settings(on: [.activities]))
            #expect(try await post(#","status":"idle""#) == nil)
            #expect(try database.number("SELECT status FROM member_statuses") == 2)
            #expect(try await worker.rows("activities/presence").count == 1)
            #expect(try await post(#","status":"asleep""#) == 400)
        }
    }

    @Test func `limits of activities name the element`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            @LoopActor func post(_ activities: String) async throws -> String? {
                let answer = try await worker.ask(
                    "POST", "stats/activities/presence",
                    #""presence_user_id":7,"activities":\#(activities)"#)
                #expect(answer.code == 400)
                return answer.message
            }
            let good = #"{"activity_type":0,"name":"Chess"}"#
            let kind = try await post(#"[\#(good),{"activity_type":-1,"name":"a"}]"#)
            #expect(kind?.contains("activities[1].activity_type") == true)
            let long = String(repeating: "a", count: 129)
            #expect(try await post(#"[{"activity_type":1,"name":"\#(long)"}]"#) != nil)
            #expect(try await post(#"[{"activity_type":1,"name":"a","state":"\#(long)"}]"#) != nil)
            #expect(try await post(#"[{"activity_type":"1","name":"a"}]"#) != nil)
            #expect(try await post(#"[{"name":"a"}]"#) != nil)
            #expect(
                try await post("[\(Array(repeating: good, count: 51).joined(separator: ","))]")
                    != nil)
            #expect(try await post("{}") != nil)
        }
    }

    @Test func `kinds of activities that Discord adds are taken`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let types = [0, 5, 6, 7, 40_000, Int(Int32.max)]
            func post(_ types: [Int]) async throws -> Int {
                let list = types.map { #"{"activity_type":\#($0),"name":"a"}"# }
                return try await worker.ask(
                    "POST", "stats/activities/presence",
                    #""presence_user_id":7,"activities":[\#(list.joined(separator: ","))]"#
                ).status
            }
            for _ in 0..<2 { #expect(try await post(types) == 200) }
            let open = try await worker.rows("activities/presence")
            #expect(Set(open.compactMap { $0["activity_type"] }) == Set(types.map { "\($0).0" }))
            #expect(open.count == types.count)
            #expect(try await post([]) == 200)
            let closed = try await worker.rows("activities/presence")
            #expect(Set(closed.compactMap { $0["activity_type"] }) == Set(types.map { "\($0).0" }))
            for wrong in [-1, Int(Int32.max) + 1, Int.max] {
                #expect(try await post([wrong]) == 400)
            }
        }
    }

    @Test func `switching a statistic off closes its open sessions`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            for member in 1...5 {
                try await worker.ask("POST", "stats/voice", Self.join(1, member: member))
                try await worker.ask(
                    "POST", "stats/activities/presence",
                    #""presence_user_id":\#(member),"activities":[{"activity_type":0,"name":"Chess"}]"#
                )
            }
            try await worker.put(TestWorker.settings(on: [.activities]))
            let voice = try await worker.rows("voice")
            #expect(voice.count == 5)
            #expect(voice.allSatisfy { $0["left_at"] != "null" })
            #expect(
                try await worker.rows("activities/presence").allSatisfy { $0["end_time"] == "null" }
            )
            try await worker.put(TestWorker.settings(on: []))
            #expect(
                try await worker.rows("activities/presence").allSatisfy { $0["end_time"] != "null" }
            )
            #expect(try database.number("SELECT count(*) FROM effects") == 0)
        }
    }

    @Test func `a session of an earlier enabling neither shows nor closes`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try await worker.ask("POST", "stats/voice", Self.join(1))
            try await worker.ask(
                "POST", "stats/activities/presence",
                #""presence_user_id":7,"activities":[{"activity_type":0,"name":"Chess"}]"#)
            try await worker.ask("POST", "disable")
            try await worker.enable()
            #expect(try await worker.rows("voice") == [])
            #expect(try await worker.rows("activities/presence") == [])
            let leave = try await worker.ask("PUT", "stats/voice", Self.leave(1))
            #expect(leave.text.contains("no open voice session"))
            try await worker.ask("POST", "stats/voice", Self.join(1))
            try await worker.ask(
                "POST", "stats/activities/presence",
                #""presence_user_id":7,"activities":[{"activity_type":0,"name":"Chess"}]"#)
            #expect(try await worker.rows("voice").count == 1)
            #expect(try await worker.rows("activities/presence").count == 1)
            #expect(try database.eventCount() == 0)
        }
    }
}
