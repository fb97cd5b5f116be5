import API
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Serverstats

/// What other modules record.
@Suite struct RecordedEventTests {
    @Test func `an event without a member is stored, and its member shown as null`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            let guild = try #require(Snowflake(rawValue: TestWorker.guild))
            let path = "modules/autoresponder/triggers/hit"
            await worker.module.record(RecordedEvent(path, in: guild, text: "9"), arrival: .now())
            let known = RecordedEvent(path, in: guild, user: Snowflake(rawValue: 7), text: "9")
            await worker.module.record(known, arrival: .now())
            let rows = try await worker.rows(path)
            #expect(Set(rows.compactMap { $0["triggering_user_id"] }) == ["null", "7"])
            #expect(rows.allSatisfy { $0["trigger_id"] == "9" })
            #expect(try await worker.rows(path, "user_id=7").count == 1)
        }
    }

    @Test func `whether a statistic is stored follows its switch`() async throws {
        try await withWorker { worker, _ in
            let guild = try #require(Snowflake(rawValue: TestWorker.guild))
            @LoopActor func isRecording(_ path: String) async -> Bool {
                await worker.module.isRecording(
                    path, in: guild, deadline: .now() + .seconds(5))
            }
            #expect(await !isRecording("modules/autoresponder/check-time"))
            try await worker.enable(on: [.autoresponder])
            #expect(await isRecording("modules/autoresponder/check-time"))
            #expect(await !isRecording("modules/rules/check-time"))
        }
    }
}
