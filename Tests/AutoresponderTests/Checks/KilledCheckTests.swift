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

/// What a killed worker began is completed, by the next check or by itself.
@Suite struct KilledCheckTests {
    @Test func `what may have been sent long ago is not sent again`() async throws {
        try await withChecks(workers: 2) { fixture in
            try await fixture.worker.addThree()
            fixture.emulator.faults.add(.hangAfter, "POST", "/channels/*/messages")
            let message = fixture.write()
            spawn { _ = try? await fixture.check(message) }
            await until { !fixture.answers.isEmpty }
            fixture.worker.stop()
            // By now Discord has forgotten the nonce.
            try fixture.database.script(
                "UPDATE autoresponder_answers SET touched_at = touched_at - interval '3 minutes'")
            fixture.emulator.world.nonceMemory = .zero
            let answer = try await fixture.check(message, on: fixture.workers[1])
            #expect(answer.number("responses_sent") == 2)
            #expect(fixture.answers == ["one", "two", "three"])
        }
    }

    @Test(arguments: ["text", "<current_datetime> for <user_id>", "embed"], [false, true])
    func `what a killed worker may have sent long ago is looked for, then sent`(
        kind: String, wasSent: Bool
    ) async throws {
        try await withChecks(workers: 2) { fixture in
            let isEmbed = kind == "embed"
            let content = isEmbed ? #"{"embeds":[{"title":"<user_id>, hi"}]}"# : kind
            let response = try await fixture.worker.addResponse(content, type: isEmbed ? 2 : 1)
            _ = try await fixture.worker.addTrigger(TriggerFields(responses: [response]))
            let message = fixture.write()
            try await fixture.killWorker(checking: message, wasSent: wasSent)
            try fixture.database.script(
                "UPDATE autoresponder_answers SET touched_at = touched_at - interval '3 minutes'")
            fixture.emulator.world.nonceMemory = .zero
            #expect(fixture.answers.count == (wasSent ? 1 : 0))
            let answer = try await fixture.check(message, on: fixture.workers[1])
            #expect(answer.status == 200, "\(answer.said)")
            #expect(answer.number("responses_sent") == (wasSent ? 0 : 1))
            #expect(fixture.answers.count == 1)
            let again = try await fixture.check(message, on: fixture.workers[1])
            #expect(again.said.contains("answered already"), "\(again.said)")
        }
    }

    @Test(arguments: [false, true], [0, 16])
    func `what a killed worker left is sent without being asked for again, unless it's late`(
        wasSent: Bool, minutes: Int
    ) async throws {
        try await withChecks(workers: 2) { fixture in
            try await fixture.worker.addThree()
            try await fixture.killWorker(checking: fixture.write(), wasSent: wasSent)
            // Its last statements may still be running: they'd postpone what is made due here.
            let own = fixture.workers[1].database.openConnections + 1
            try await until {
                try fixture.database.number(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'kennel'
                    """) <= own
            }
            try fixture.database.script(
                """
                UPDATE autoresponder_answers SET claimed_at = claimed_at - interval '\(minutes) minutes';
                UPDATE autoresponder_guilds SET enabled_at = enabled_at - interval '1 hour';
                UPDATE effects SET due_at = now()
                """)
            await fixture.workers[1].reconciler.completeAll()
            let late = wasSent ? ["one"] : []
            #expect(fixture.answers == (minutes > 15 ? late : ["one", "two", "three"]))
            #expect(try fixture.database.number("SELECT count(*) FROM effects") == 0)
        }
    }
}
