import Discord
import DiscordEmulator
import Essentials
import TestSupport
import Testing

@testable import Serverstats

/// Discord limiting calls, and failing.
@Suite struct StarboardBadDayTests {
    @Test func `a short limit is waited for`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.limit("GET", StarboardPath.post, retryAfter: 0.05)
            board.emulator.faults.limit("POST", StarboardPath.posting, retryAfter: 0.05)
            #expect(try await board.add(message).text.contains("was sent"))
            let sent = board.emulator.calls("POST", StarboardPath.posting)
            #expect(sent.map(\.status) == [429, 200])
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
        }
    }

    @Test func `a limit longer than a request may wait is 804, and another worker sends the post`()
        async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.limit("POST", StarboardPath.posting, retryAfter: 600)
            #expect(try await board.add(message).code == 804)
            #expect(board.count("POST") == 1)
            #expect(board.shown == [])
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
            #expect(try board.entryCount() == 1)
        }
    }

    @Test func `what fails in passing is done again, and stands once`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.fail("GET", StarboardPath.stars, status: 502)
            board.emulator.faults.drop("POST", StarboardPath.posting, .afterExecuting)
            board.emulator.faults.fail("POST", StarboardPath.posting, status: 503)
            #expect(try await board.add(message).text.contains("was sent"))
            let sent = board.emulator.calls("POST", StarboardPath.posting)
            #expect(sent.count == 3)
            #expect(Set(sent.compactMap { $0.body["nonce"]?.string }).count == 1)
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
        }
    }

    @Test func `what fails for good is 804, and the next call completes it`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            for (method, path) in [
                ("GET", StarboardPath.post), ("GET", StarboardPath.stars),
                ("POST", StarboardPath.posting),
            ] {
                board.emulator.faults.fail(method, path, status: 500)
                let answer = try await board.add(message)
                #expect([answer.status, answer.code] == [502, 804])
                #expect(board.emulator.faults.pending == 0)
                #expect(board.shown == [])
            }
            // Nobody knows whether a 500 did something.
            #expect(try board.doubtCount("in_doubt = 'posting'") == 1)
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
            let sent = board.emulator.calls("POST", StarboardPath.posting)
            #expect(Set(sent.compactMap { $0.body["nonce"]?.string }).count == 1)
        }
    }
}
