import DiscordEmulator
import Essentials
import EventLoop
import Jobs
import TestSupport
import Testing

@testable import Reactionroles

/// A check that is told again, by a fleet that had no answer, changes nothing and gives the first answer.
@Suite struct CheckRepeatTests {
    @Test(arguments: ["button", "dropdown"])
    func `an interaction counts once, on whatever workers and however often it's told`(
        type: String
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches(type))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            let interaction = place.emulator.world.addInteraction(
                token: "one", in: place.channel)
            let answers = try await inParallel(8) { number in
                try await place.click(
                    panel, apple, by: member, token: "one", worker: number % 2
                ).text
            }
            #expect(Set(answers).count == 1, "\(answers)")
            #expect(answers[0].contains("You now have"))
            #expect(place.roles(of: member) == [apple.role])
            #expect(interaction.followUps.count == 1)
            // The next interaction takes it.
            #expect(try await place.click(panel, apple, by: member).status == 200)
            #expect(place.roles(of: member).isEmpty)
            #expect(
                try await place.click(panel, apple, by: member, token: "one").text == answers[0])
            #expect(place.roles(of: member).isEmpty)
        }
    }

    @Test func `a check that failed is done when it's told again`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            place.emulator.faults.fail(
                "PUT", "/guilds/*/members/*/roles/*", status: 403, code: 50013)
            #expect(try await place.click(panel, apple, by: member, token: "one").code == 804)
            #expect(place.roles(of: member).isEmpty)
            #expect(try await place.click(panel, apple, by: member, token: "one").status == 200)
            #expect(place.roles(of: member) == [apple.role])
        }
    }

    @Test(arguments: [false, true])
    func `what a killed worker began is completed by the repeat, not turned round`(
        isExecuted: Bool
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            try await place.killWorker(
                in: "PUT", "/guilds/*/members/*/roles/*", isExecuted: isExecuted
            ) { try await place.click(panel, apple, by: member, token: "one") }
            let again = try await place.click(
                panel, apple, by: member, token: "one", worker: 1)
            #expect(again.text.contains("You now have"), "\(again.said)")
            #expect(place.roles(of: member) == [apple.role])
            try await place.upkeep(worker: 1)
            #expect(place.roles(of: member) == [apple.role])
        }
    }

    @Test func `a reaction with a known key changes nothing, another check with it is 422`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji", keep: true))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            // On such panels a reaction toggles.
            let first = try await place.tell(
                "reaction_add", panel, "🍎", by: member, key: "event-1")
            let again = try await place.tell(
                "reaction_add", panel, "🍎", by: member, key: "event-1")
            #expect(first.status == 200 && first.text == again.text)
            #expect(place.roles(of: member) == [apple.role])
            let other = try await place.tell(
                "reaction_delete", panel, "🍎", by: member, key: "event-1")
            #expect(other.code == 422)
            _ = try await place.tell("reaction_add", panel, "🍎", by: member, key: "event-2")
            #expect(place.roles(of: member).isEmpty)
        }
    }

    @Test func `answers are forgotten with time, and with the module`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            _ = try await place.click(panel, apple, by: member)
            let count = "SELECT count(*) FROM reactionroles_answers"
            #expect(try place.number(count) == 1)
            try place.sql("UPDATE reactionroles_answers SET known_until = now()")
            let worker = place.workers[0]
            let runner = JobRunner(
                database: worker.database, jobs: worker.module.jobs, worker: "test", log: .silent,
                interval: .milliseconds(20))
            runner.start()
            try await until { try place.number(count) == 0 }
            await runner.stop()
            _ = try await place.click(panel, apple, by: member)
            _ = try await place.ask("POST", "disable")
            #expect(try place.number(count) == 0)
        }
    }
}
