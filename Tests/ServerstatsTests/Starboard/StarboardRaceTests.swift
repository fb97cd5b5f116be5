import Discord
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
            #expect(board.discord.count("POST") == 1)
            print("200 adds on 4 workers: \(board.discord.calls.count) calls of Discord")
            #expect(board.discord.calls.count < 60)
        }
    }

    @Test func `a reading that began before a call came doesn't answer it`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 2)
            let (reading, release) = (OneShot<Void>(), OneShot<Void>())
            var isFirst = true
            board.discord.intercept = { call in
                // The first call's stars have been read, but not told yet.
                guard isFirst, call.path.contains("reactions"), call.query.contains("type=1")
                else { return nil }
                isFirst = false
                reading.fulfil(())
                await release.value
                return nil
            }
            let first = OneShot<Int?>()
            let second = OneShot<Int?>()
            spawn { first.fulfil(try? await board.add(message).status) }
            await reading.value
            board.discord.star(message, by: [800])
            spawn { second.fulfil(try? await board.add(message, on: 1).status) }
            try await board.database.until(
                "SELECT count(*) FROM starboard_entries WHERE claimed_at < clock_timestamp()")
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
                        board.discord.star(message, by: [101, 102, 103])
                        return try await board.add(message, on: place % 3).status
                    }
                    board.discord.unstar(message, by: [101])
                    return try await board.remove(message, on: place % 3).status
                }
                if round % 2 == 0 { board.discord.star(message, by: [101]) }
                try await board.add(message)
                let stars = board.discord.posts[message]?.stars[.normal]?.count ?? 0
                #expect(board.shown.count == (stars >= 3 ? 1 : 0))
            }
            #expect(try board.entryCount("state <> 0") == 0)
        }
    }

    @Test func `an answer that got lost is found again by its nonce`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.discord.intercept = { $0.method == "POST" ? .garbled(isExecuted: true) : nil }
            #expect(try await board.add(message).code == 804)
            #expect(try board.entryCount("state = 1") == 1)
            board.discord.intercept = { _ in nil }
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown.count == 1)
            #expect(try board.entryCount() == 1)
        }
    }

    @Test func `one whose nonce has been forgotten is looked for and adopted`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            let stranger = board.discord.addMessage(in: board.board, "⭐ 3 · <#\(board.channel)>")
            board.discord.intercept = { $0.method == "POST" ? .garbled(isExecuted: true) : nil }
            #expect(try await board.add(message).code == 804)
            for _ in 0..<120 { _ = board.discord.addMessage(in: board.board) }
            board.discord.intercept = { _ in nil }
            board.discord.nonceLimit = .zero
            // More than a minute later. The search begins some seconds before; ids are of the time they were given.
            try board.database.script(
                "UPDATE starboard_entries SET sent_first_at = sent_first_at - interval '61 s'")
            board.discord.star(message, by: [905])
            let found = try await board.add(message, on: 1)
            #expect(found.text.contains("updated"))
            let ours = board.discord.standing(in: board.board).filter { $0.link != nil }
            #expect(ours.map(\.content) == ["⭐ 4 · <#\(board.channel)>"])
            #expect(board.discord.posts[stranger]?.isDeleted == false)
            #expect(try board.entryCount("starboard_message_id = \(ours[0].id) AND stars = 4") == 1)
        }
    }

    @Test func `one that was never sent is sent once after the search`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.discord.intercept = { $0.method == "POST" ? .garbled(isExecuted: false) : nil }
            #expect(try await board.add(message).code == 804)
            board.discord.intercept = { _ in nil }
            try board.age(seconds: 90)
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown.count == 1)
            #expect(
                board.discord.calls.contains {
                    $0.query.contains("after=") && $0.path.hasSuffix("messages")
                })
        }
    }

    @Test func `one that isn't wanted any more after a crash is looked for and removed`()
        async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.discord.intercept = { $0.method == "POST" ? .garbled(isExecuted: true) : nil }
            try await board.add(message)
            board.discord.intercept = { _ in nil }
            board.discord.unstar(message, by: [101])
            #expect(try await board.remove(message, on: 1).status == 200)
            #expect(board.shown == [])
            #expect(try board.entryCount("state <> 0") == 0)
        }
    }

    @Test func `a worker that lost its claim writes nothing and leaves no second post`()
        async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            var count = 0
            board.discord.intercept = { [unowned board] call in
                guard call.method == "POST", count == 0 else { return nil }
                count += 1
                // The claim is taken over by somebody who has finished since.
                try? board.database.script(
                    """
                    UPDATE starboard_entries
                    SET fencing = nextval('starboard_numbers'), generation = nextval('starboard_numbers'),
                        state = 0, starboard_message_id = NULL, read_at = NULL
                    """)
                return nil
            }
            #expect(try await board.add(message).status == 200)
            #expect(board.shown.count == 1)
            #expect(board.discord.count("DELETE") == 1)
            #expect(try board.entryCount() == 1)
            #expect(board.workers[0].module.starboard.statistics.claimsLost == 1)
        }
    }

    @Test func `an edit whose claim was lost is made again with what there is then`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            board.discord.star(message, by: [901])
            var count = 0
            board.discord.intercept = { [unowned board] call in
                guard call.method == "PATCH", count == 0 else { return nil }
                count += 1
                board.discord.star(message, by: [902])
                try? board.database.script(
                    "UPDATE starboard_entries SET fencing = nextval('starboard_numbers'), stars = 5, state = 0"
                )
                return nil
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
            board.discord.unstar(message, by: [101])
            board.discord.intercept = { $0.method == "DELETE" ? .garbled(isExecuted: true) : nil }
            try await board.remove(message)
            board.discord.intercept = { _ in nil }
            board.discord.star(message, by: [101])
            #expect(try await board.add(message, on: 1).status == 200)
            #expect(board.shown.count == 1)
        }
    }

    @Test func `what Discord refuses is told, and the next call goes on`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            let faults: [(String, StarDiscord.Fault)] = [
                ("GET", .refused(403, code: 50_001, "Missing Access")),
                ("POST", .refused(403, code: 50_013, "Missing Permissions")),
                ("POST", .refused(404, code: 10_003, "Unknown Channel")),
                ("POST", .refused(400, code: 50_035, "Invalid Form Body")),
            ]
            for (method, fault) in faults {
                board.discord.intercept = { $0.method == method ? fault : nil }
                let answer = try await board.add(message)
                #expect(answer.status == 502)
                #expect(answer.code == 804)
                if case .refused(_, _, let words) = fault { #expect(answer.said.contains(words)) }
                #expect(board.shown == [])
                #expect(try board.entryCount("state <> 0") == 0)
            }
            board.discord.intercept = { _ in nil }
            #expect(try await board.add(message).status == 200)
            board.discord.star(message, by: [902])
            for method in ["PATCH"] {
                board.discord.intercept = {
                    $0.method == method ? .refused(403, code: 50_001, "Missing Access") : nil
                }
                #expect(try await board.add(message).code == 804)
            }
            board.discord.intercept = { _ in nil }
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
            let channel = board.discord.addChannel(in: board.guild)
            try await board.enable(channel: channel)
            board.discord.star(message, by: [903])
            let old = "/channels/\(board.board)/"
            board.discord.intercept = {
                $0.path.contains(old) ? .refused(403, code: 50_001, "Missing Access") : nil
            }
            #expect(try await board.add(message).status == 200)
            #expect(board.discord.standing(in: channel).count == 1)
        }
    }
}
