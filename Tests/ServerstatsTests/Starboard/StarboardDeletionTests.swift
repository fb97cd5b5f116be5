import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// What was deleted: messages, posts, channels, the module's data; and what is watched no longer.
@Suite struct StarboardDeletionTests {
    @Test func `the entry goes, whichever of the two messages was deleted`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            #expect(
                try await board.deleted(message: board.emulator.world.newID()).text.contains(
                    "no starboard entry"))
            #expect(try board.entryCount() == 1)
            #expect(try await board.deleted(message: message).text.contains("dropped"))
            #expect(try board.entryCount("true") == 0)
            try await board.add(message)
            let post = try #require(board.standing().last)
            board.delete(post.id)
            try await board.deleted(message: post.id)
            #expect(try board.entryCount("true") == 0)
            try await board.add(message)
            // The first post stays, as nobody deleted it; the third is made anew.
            #expect(board.standing().count == 2)
            #expect(board.count("POST") == 3)
        }
    }

    @Test func `a deletion nobody told of is found out by the next call`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            let post = try #require(board.standing().last)
            board.delete(post.id)
            board.star(message, by: [700])
            #expect(try await board.add(message).status == 200)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
            board.delete(message)
            let answer = try await board.remove(message)
            #expect(answer.status == 200)
            #expect(answer.text.contains("doesn't exist"))
            #expect(try board.entryCount("true") == 0)
        }
    }

    @Test func `a wrong channel drops nothing`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            let other = board.guild.addChannel()
            #expect(try await board.add(message, in: other).status == 200)
            #expect(try board.entryCount() == 1)
        }
    }

    @Test func `a message deleted while its post is on its way leaves no post behind`() async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.before("POST", StarboardPath.posting) { [unowned board] in
                board.delete(message)
                _ = try? await board.deleted(message: message, on: 1)
            }
            #expect(try await board.add(message).text.contains("doesn't exist"))
            #expect(board.shown == [])
            #expect(try board.entryCount("true") == 0)
        }
    }

    @Test func `a post deleted before its worker knew of it is no entry`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            // The post is made by an attempt whose answer gets lost; the next one is given it back, but before the
            // worker hears of it, it's deleted.
            board.emulator.faults.drop("POST", StarboardPath.posting, .afterExecuting)
            board.emulator.faults.after("POST", StarboardPath.posting) { [unowned board] in
                guard let post = board.standing().last else { return }
                board.delete(post.id)
                _ = try? await board.deleted(message: post.id, on: 1)
            }
            #expect(try await board.add(message).status == 200)
            #expect(board.shown == [])
            #expect(try board.entryCount() == 0)
            #expect(board.emulator.faults.pending == 0)
            try await board.add(message)
            #expect(board.shown.count == 1)
        }
    }

    @Test func `the starboard's channel gone, it is off and its entries dropped`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            #expect(try await board.deleted(channel: board.channel).status == 200)
            #expect(try board.entryCount() == 1)
            let answer = try await board.deleted(channel: board.board)
            #expect(answer.text.contains("turned off"))
            #expect(try board.entryCount("true") == 0)
            #expect(try await board.add(message).code == 800)
            let settings = try await board.workers[0].ask("GET", "settings")
            #expect(settings.text.contains(#""starboard_enabled":false,"starboard_channel":null"#))
            let object = try #require(settings.text.firstRange(of: #"{"guild_id""#))
            let back = settings.text[object.lowerBound...].dropLast(13)
            #expect(try await board.workers[0].put(String(back)).status == 200)
        }
    }

    @Test func `both checks are 800 where the module is disabled`() async throws {
        try await withStarboard { board in
            let channel = try await board.deleted(channel: board.board)
            let message = try await board.deleted(message: board.channel)
            #expect([channel.code, message.code] == [800, 800])
        }
    }

    @Test func `disabling tells the entries, and they are gone for good`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let (first, second) = (board.message(stars: 3), board.message(stars: 2))
            try await board.add(first)
            try await board.add(second)
            let answer = try await board.workers[0].ask("POST", "disable")
            let entries = try #require(
                answer.data?.member("starboard_entries" as StaticString)?.elements.map { $0 })
            #expect(entries.count == 1)
            let post = try #require(board.standing().last)
            func text(_ name: StaticString) -> String? { entries[0].member(name)?.string() }
            #expect(text("guild_id") == "\(board.guild.id)")
            #expect(text("original_message_id") == "\(first)")
            #expect(text("starboard_message_id") == "\(post.id)")
            #expect(text("monitoring_start")?.count == 24)
            #expect(text("monitoring_start")?.last == "Z")
            try await board.enable()
            #expect(try board.entryCount("true") == 0)
            let again = try await board.workers[0].ask("DELETE", "settings/delete")
            #expect(again.data?.member("starboard_entries" as StaticString)?.count == 0)
        }
    }

    @Test func `a post on its way while the module is disabled is no entry of the next enabling`()
        async throws
    {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            board.emulator.faults.before("POST", StarboardPath.posting) { [unowned board] in
                _ = try? await board.workers[1].ask("POST", "disable")
            }
            #expect(try await board.add(message).code == 800)
            #expect(board.shown == [])
            try await board.enable()
            #expect(try board.entryCount("true") == 0)
            try await board.add(message)
            #expect(board.shown.count == 1)
        }
    }

    @Test
    func `after 31 days the entry is forgotten, the post stays, a later star makes a new one`()
        async throws
    {
        try await withStarboard { board in
            try await board.enable()
            let (kept, forgotten) = (board.message(stars: 3), board.message(stars: 3))
            try await board.add(forgotten)
            try board.age(seconds: 31 * 86_400)
            try await board.add(kept)
            try await withJobs(of: board.workers) {
                try await until { try board.entryCount("true") == 1 }
            }
            #expect(board.standing().count == 2)
            try await board.add(forgotten)
            #expect(board.standing().count == 3)
            // Nor is one counted on that the job hasn't come to yet.
            try board.age(seconds: 31 * 86_400)
            try await board.add(kept)
            #expect(board.standing().count == 4)
        }
    }

    @Test func `rows without a post go after an hour`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let (few, enough) = (board.message(stars: 2), board.message(stars: 3))
            try await board.add(few)
            try await board.add(enough)
            #expect(try board.entryCount("true") == 2)
            try board.age(seconds: 3_601)
            try await withJobs(of: board.workers) {
                try await until { try board.entryCount("true") == 1 }
            }
            #expect(try board.entryCount() == 1)
        }
    }
}
