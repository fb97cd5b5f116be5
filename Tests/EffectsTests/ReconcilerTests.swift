import Discord
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Effects

/// One effect, whoever is at it, and whatever happens meanwhile.
@Suite struct ReconcilerTests {
    /// Four moments a letter has.
    @Test(arguments: 1...4)
    func `a worker that dies at any moment leaves what another one completes, once`(
        death: Int
    ) async throws {
        try await withWorkers { workers in
            try workers.letter()
            workers.office.death = death
            await #expect(throws: PostOffice.Crash.self) { try await workers.post() }
            #expect(try workers.left() == 1)
            try await workers.complete()
            #expect(workers.office.posted.count == 1)
            #expect(try workers.left() == 0)
            #expect(try workers.number("SELECT count(*) FROM letters WHERE is_posted") == 1)
        }
    }

    @Test(arguments: 1...4)
    func `the next request completes it, too`(death: Int) async throws {
        try await withWorkers { workers in
            try workers.letter()
            workers.office.death = death
            await #expect(throws: PostOffice.Crash.self) { try await workers.post() }
            #expect(try await workers.post(worker: 1))
            #expect(workers.office.posted.count == 1)
            #expect(try workers.left() == 0)
        }
    }

    @Test func `many at once on several workers do it once`() async throws {
        try await withWorkers(3) { workers in
            try workers.letter()
            let ends = (0..<30).map { number in
                let end = Promise<Bool?>()
                spawn { end.fulfil(try? await workers.post(worker: number % 3)) }
                return end
            }
            for end in ends { #expect(await end.value == true) }
            #expect(workers.office.tries == 1)
            #expect(try workers.left() == 0)
        }
    }

    @Test func `a claim that somebody took writes nothing, and it is looked at again`()
        async throws
    {
        try await withWorkers { workers in
            try workers.letter()
            workers.office.before = { [unowned workers] in
                workers.office.before = nil
                try? workers.script(
                    """
                    UPDATE effects SET fence = nextval('effect_fences'), in_doubt = NULL;
                    UPDATE letters SET is_posted = true
                    """)
            }
            #expect(try await workers.post())
            #expect(workers.office.tries == 1)
            #expect(workers.reconcilers[0].claimsLost.count == 1)
            #expect(try workers.left() == 0)
        }
    }

    @Test func `what is refused for good is over, unless something is in doubt`() async throws {
        try await withWorkers { workers in
            try workers.letter()
            let refusal = DiscordError.refused(status: 403, code: 50013, message: "")
            workers.office.refusal = refusal
            await #expect(throws: refusal) { try await workers.post() }
            #expect(try workers.left() == 0)
            workers.office.refusal = .unreachable("gone")
            await #expect(throws: DiscordError.self) { try await workers.post() }
            #expect(try workers.left() == 1)
            workers.office.refusal = nil
            workers.office.failure = refusal
            await #expect(throws: refusal) { try await workers.post() }
            #expect(try workers.left("in_doubt = 'posting'") == 1)
        }
    }

    @Test func `what fails in the background waits longer each time`() async throws {
        try await withWorkers { workers in
            try workers.letter()
            workers.office.failure = .unreachable("gone")
            await #expect(throws: DiscordError.self) { try await workers.post() }
            var waits: [Int64] = []
            for _ in 0..<13 {
                try await workers.complete()
                waits.append(
                    try workers.number(
                        "SELECT round(extract(epoch FROM due_at - now()))::int8 FROM effects"))
            }
            #expect(waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600])
            workers.office.failure = nil
            try await workers.complete()
            #expect(workers.office.posted.count == 1)
        }
    }
}
