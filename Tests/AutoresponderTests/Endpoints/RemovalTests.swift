import Effects
import Essentials
import EventLoop
import Jobs
import TestSupport
import Testing

@testable import Autoresponder

/// What disabling and deleting list, and what becomes of it.
@Suite struct RemovalTests {
    /// Many triggers and responses of a kilobyte each.
    @LoopActor
    private func fill(_ database: TestDatabase, _ count: Int) throws {
        try database.script(
            """
            INSERT INTO autoresponder_triggers (guild_id, trigger_type, match_case, trigger, allowed_channels,
                ignored_channels, allowed_roles, ignored_roles, response_ids)
            SELECT \(TestWorker.guild), 2, false, n || repeat('x', 1000), '{}', '{}', '{}', '{}', '{}'
            FROM generate_series(1, \(count)) AS n;
            INSERT INTO autoresponder_responses (guild_id, response_type, response_content)
            SELECT \(TestWorker.guild), 1, n || repeat('y', 1000) FROM generate_series(1, \(count + 1)) AS n
            """)
    }

    @Test(arguments: [("POST", "disable"), ("DELETE", "delete")])
    func `long lists are streamed, whole and in order`(method: String, path: String) async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try fill(database, 450)
            let gone = try await worker.ask(method, path)
            #expect(gone.status == 200)
            #expect(gone.failure == nil)
            let triggers = gone.data?.member("triggers" as StaticString)
            let texts = triggers?.elements.compactMap {
                $0.member("trigger" as StaticString)?.string()
            }
            #expect(texts?.count == 450)
            #expect(texts?.first?.hasPrefix("1x") == true)
            #expect(texts?.last?.hasPrefix("450x") == true)
            #expect(gone.data?.member("responses" as StaticString)?.count == 451)
            #expect(
                triggers?.elements.allSatisfy {
                    $0.member("guild_id" as StaticString)?.string() == "\(TestWorker.guild)"
                } == true)
        }
    }

    @Test func `what was removed is found by nobody, also once the module is enabled again`()
        async throws
    {
        try await withWorker { worker, database in
            try await worker.enable()
            let response = try await worker.addResponse("old")
            let trigger = try await worker.addTrigger(TriggerFields(responses: [response]))
            try await worker.ask("POST", "disable")
            try await worker.enable()
            #expect(try await worker.ask("GET", "trigger/\(trigger)").code == 404)
            #expect(try await worker.ask("GET", "response/\(response)").code == 404)
            #expect(try await worker.ask("GET", "triggers").number("total") == 0)
            let unknown = TriggerFields(responses: [response])
            #expect(try await worker.ask("POST", "triggers", unknown.json).code == 422)
            #expect(try await worker.check(5, content: "hello").number("triggers_hit") == 0)
            let again = try await worker.ask("POST", "disable")
            #expect(again.text.contains(#"{"triggers":[],"responses":[]}"#))
        }
    }

    @Test func `what was removed is deleted later, and what stands stays`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try fill(database, 3)
            try await worker.ask("POST", "disable")
            try await worker.enable()
            _ = try await worker.addResponse()
            await worker.reconciler.completeAll()
            let rows = "SELECT count(*) FROM autoresponder_responses"
            #expect(try database.number(rows) == 5)
            try database.script(
                "UPDATE effects SET due_at = due_at - interval '15 minutes' WHERE kind = 'removal'")
            await worker.reconciler.completeAll()
            #expect(try database.number(rows) == 1)
            #expect(try database.number("SELECT count(*) FROM autoresponder_triggers") == 0)
            #expect(try database.number("SELECT count(*) FROM effects") == 0)
        }
    }
}
