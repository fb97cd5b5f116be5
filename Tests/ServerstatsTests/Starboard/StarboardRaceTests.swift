import Discord
import DiscordEmulator
import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// Many calls at once, crashes, claims that are lost, and Discord refusing.
@Suite struct StarboardRaceTests {
    @Test func `200 calls at once on 4 workers make one post with few calls of Discord`()
        async throws
    {
        try await withStarboard(workers: 4) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            let statuses = try await inParallel(200) { place in
                try await board.add(message, on: place % 4).status
            }
            #expect(Set(statuses) == [200])
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
            #expect(board.count("POST") == 1)
            print("200 adds on 4 workers: \(board.emulator.calls.count) calls of Discord")
            #expect(board.emulator.calls.count < 60)
        }
    }

    @Test func `a reading that began before a call came doesn't answer it`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 2)
            let (reading, release) = (Promise<Void>(), Promise<Void>())
            board.emulator.faults.after("GET", StarboardPath.stars) {
                // The first call's stars have been read, but not told yet.
                reading.fulfil(())
                await release.value
            }
            let first = Promise<Int?>()
            let second = Promise<Int?>()
            spawn { first.fulfil(try? await board.add(message).status) }
            await reading.value
            board.star(message, by: [800])
            spawn { second.fulfil(try? await board.add(message, on: 1).status) }
            await until {
                board.workers[1].module.starboard.metrics.requests.count == 1
            }
            release.fulfil(())
            #expect(await first.value == 200)
            #expect(await second.value == 200)
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
        }
    }

    @Test func `adds and removes at once end with what there is of stars`() async throws {
        try await withStarboard(workers: 3) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            for round in 0..<6 {
                _ = try await inParallel(12) { place in
                    if place % 2 == 0 {
                        board.star(message, by: [101, 102, 103])
                        return try await board.add(message, on: place % 3).status
                    }
                    board.unstar(message, by: [101])
                    return try await board.remove(message, on: place % 3).status
                }
                if round % 2 == 0 { board.star(message, by: [101]) }
                try await board.add(message)
                let stars =
                    board.guild.message(message, in: board.channel)?.reaction(.star)?.count ?? 0
                #expect(board.shown.count == (stars >= 3 ? 1 : 0))
            }
            #expect(try board.doubtCount() == 0)
        }
    }

    @Test func `an answer that got lost is found again by its nonce`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.add(.garbage, "POST", StarboardPath.posting, times: 100)
            #expect(try await board.add(message).code == 804)
            #expect(try board.doubtCount("in_doubt = 'posting'") == 1)
            board.emulator.faults.clear()
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown.count == 1)
            #expect(try board.entryCount() == 1)
        }
    }

    @Test func `one whose nonce has been forgotten is looked for and adopted`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            let stranger = board.message("⭐ 3 · <#\(board.channel)>", in: board.board)
            board.emulator.faults.add(.garbage, "POST", StarboardPath.posting, times: 100)
            #expect(try await board.add(message).code == 804)
            for _ in 0..<120 { _ = board.message(in: board.board) }
            board.emulator.faults.clear()
            board.emulator.world.nonceMemory = .zero
            // More than a minute later. The search begins some seconds before; ids are of the time they were given.
            try board.database.script(
                "UPDATE effects SET first_sent_at = first_sent_at - interval '61 s'")
            board.star(message, by: [905])
            let found = try await board.add(message, on: 1)
            #expect(found.text.contains("updated"))
            let ours = board.standing().filter { $0.embeds.first?["url"] != nil }
            #expect(ours.map(\.content) == ["⭐ 4 · <#\(board.channel)>"])
            #expect(board.place(of: stranger) == board.board)
            #expect(try board.entryCount("starboard_message_id = \(ours[0].id) AND stars = 4") == 1)
        }
    }

    @Test func `one that was never sent is sent once after the search`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            let nonsense = Fault.Effect.answer(
                status: 200, body: "<html>", contentType: .html)
            board.emulator.faults.add(nonsense, "POST", StarboardPath.posting, times: 100)
            #expect(try await board.add(message).code == 804)
            board.emulator.faults.clear()
            try board.age(seconds: 90)
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown.count == 1)
            #expect(
                board.emulator.calls.contains {
                    $0.query["after"] != nil && $0.path.hasSuffix("messages")
                })
        }
    }

    @Test func `one that isn't wanted any more after a crash is looked for and removed`()
        async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.add(.garbage, "POST", StarboardPath.posting, times: 100)
            try await board.add(message)
            board.emulator.faults.clear()
            board.unstar(message, by: [101])
            #expect(try await board.remove(message, on: 1).status == 200)
            #expect(board.shown == [])
            #expect(try board.doubtCount() == 0)
        }
    }

    @Test func `a worker that lost its claim writes nothing and leaves no second post`()
        async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.before("POST", StarboardPath.posting) { [unowned board] in
                // The claim is taken over by somebody who has finished since.
                try? board.database.script(
                    """
                    DELETE FROM effects;
                    UPDATE starboard_entries SET starboard_message_id = NULL, read_at = NULL
                    """)
            }
            #expect(try await board.add(message).status == 200)
            #expect(board.shown.count == 1)
            #expect(board.count("DELETE") == 1)
            #expect(try board.entryCount() == 1)
            #expect(board.workers[0].reconciler.claimsLost.count == 1)
        }
    }

    @Test func `an edit whose claim was lost is made again with what there is then`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            board.star(message, by: [901])
            board.emulator.faults.before("PATCH", StarboardPath.post) { [unowned board] in
                board.star(message, by: [902])
                try? board.database.script(
                    "DELETE FROM effects; UPDATE starboard_entries SET stars = 5"
                )
            }
            #expect(try await board.add(message).status == 200)
            #expect(board.shown == ["⭐ 5 · <#\(board.channel)>"])
        }
    }

    @Test func `a removal that broke off is ended by the next call, which may post anew`()
        async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            board.unstar(message, by: [101])
            // It's done, but neither that answer comes nor what the call is told when it's made again.
            board.emulator.faults.drop("DELETE", StarboardPath.post, .afterExecuting)
            board.emulator.faults.fail("DELETE", StarboardPath.post, status: 500)
            #expect(try await board.remove(message).code == 804)
            #expect(board.emulator.faults.pending == 0)
            #expect(board.shown == [])
            board.star(message, by: [101])
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown.count == 1)
        }
    }

    @Test func `what Discord refuses is told, and the next call goes on`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            let faults: [(method: String, status: Int, code: Int, words: String)] = [
                ("GET", 403, 50_001, "Missing Access"),
                ("POST", 403, 50_013, "Missing Permissions"),
                ("POST", 404, 10_003, "Unknown Channel"),
                ("POST", 400, 50_035, "Invalid Form Body"),
            ]
            for fault in faults {
                board.emulator.faults.fail(
                    fault.method, "/**", status: fault.status, code: fault.code,
                    message: fault.words)
                let answer = try await board.add(message)
                #expect(answer.status == 502)
                #expect(answer.code == 804)
                #expect(answer.said.contains(fault.words))
                #expect(board.emulator.faults.pending == 0)
                #expect(board.shown == [])
                #expect(try board.doubtCount() == 0)
            }
            #expect(try await board.add(message).status == 200)
            board.star(message, by: [902])
            board.emulator.faults.fail(
                "PATCH", StarboardPath.post, status: 403, code: 50_001, message: "Missing Access")
            #expect(try await board.add(message).code == 804)
            #expect(try await board.add(message).status == 200)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
        }
    }

    @Test func `a post in a channel that is neither reachable nor the starboard's is given up`()
        async throws
    {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            let channel = board.guild.addChannel()
            try await board.enable(channel: channel)
            board.star(message, by: [903])
            let bot = board.emulator.world.bot.id
            board.guild.setOverwrites(
                [PermissionOverwrite(.member, bot, deny: .viewChannel)], of: board.board)
            #expect(try await board.add(message).status == 200)
            #expect(board.standing(in: channel).count == 1)
        }
    }
}
