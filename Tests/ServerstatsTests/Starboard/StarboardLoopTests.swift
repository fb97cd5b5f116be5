import Discord
import DiscordEmulator
import Effects
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Serverstats

/// What is completed although nobody asks again.
@Suite struct StarboardLoopTests {
    @Test(arguments: [false, true])
    func `a post that a killed worker began is there in the end, once`(
        isExecuted: Bool
    ) async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.add(
                isExecuted ? .hangAfter : .hang, "POST", StarboardPath.posting)
            spawn { _ = try? await board.add(message) }
            await until { board.emulator.faults.hanging == 1 }
            board.workers[0].stop()
            try await board.completeAll()
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
            #expect(try board.entryCount() == 1)
            #expect(try board.doubtCount() == 0)
        }
    }

    @Test func `a post that Discord failed is made once it answers`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.fail("GET", StarboardPath.post, status: 500, times: 100)
            #expect(try await board.add(message).code == 804)
            try await board.completeAll()
            #expect(try board.doubtCount("failures = 1") == 1)
            board.emulator.faults.clear()
            try await board.completeAll()
            #expect(board.shown.count == 1)
            #expect(try board.doubtCount() == 0)
        }
    }

    @Test func `of a starboard that was switched off meanwhile nothing is left`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.fail("GET", StarboardPath.post, status: 500, times: 100)
            try await board.add(message)
            board.emulator.faults.clear()
            try await board.workers[0].ask("POST", "disable")
            try await board.completeAll()
            #expect(board.shown.isEmpty)
            #expect(try board.doubtCount() == 0)
        }
    }
}

extension StarboardFixture {
    /// The second worker looks after what is in doubt, or due.
    fileprivate func completeAll() async throws {
        try await until {
            try database.number(
                """
                SELECT count(*) FROM pg_locks
                WHERE locktype = 'advisory'
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """) == 0
        }
        try database.script("UPDATE effects SET due_at = now()")
        await workers[1].reconciler.completeAll()
    }
}
