import Discord
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Serverstats

/// No starboard reaches into another guild, and what Discord doesn't say isn't taken for gone.
@Suite struct StarboardBoundaryTests {
    private static let foreignAnswers: [(body: String, type: Fault.ContentType)] = [
        ("404 page not found", .html), ("<html><body>Not Found</body></html>", .html),
        (#"{"message":"404: Not Found","code":0}"#, .json),
    ]

    @Test func `settings can't name another guild's channel, nor one that doesn't exist`()
        async throws
    {
        try await withStarboard { board in
            try await board.enable()
            let other = board.emulator.world.addGuild(name: "Other")
            for channel in [other.addChannel(), board.emulator.world.newID()] {
                let settings = TestWorker.settings(on: [.starboard])
                let starboard = settings.replacing(
                    #""starboard_channel":"6""#, with: #""starboard_channel":"\#(channel)""#)
                let answer = try await board.workers[0].put(starboard)
                #expect(answer.status == 422)
                #expect(answer.said.contains("'starboard_channel'"))
                let category = TestWorker.settings(on: [.counters])
                    .replacing(
                        #""counters_category_id":5"#, with: #""counters_category_id":\#(channel)"#
                    )
                let refused = try await board.workers[0].put(category)
                #expect(refused.status == 422)
                #expect(refused.said.contains("'counters_category_id'"))
            }
            let stored = try await board.workers[0].ask("GET", "settings").text
            #expect(stored.contains(#""starboard_channel":"\#(board.board)""#))
        }
    }

    @Test func `what the settings named before isn't asked about again`() async throws {
        try await withStarboard { board in
            try await board.enable()
            board.emulator.faults.fail("GET", "/**", status: 500, times: 100)
            let settings = TestWorker.settings(on: [.starboard, .messages])
                .replacing(
                    #""starboard_channel":"6""#, with: #""starboard_channel":"\#(board.board)""#)
            #expect(try await board.workers[0].put(settings).status == 200)
            #expect(board.emulator.calls.isEmpty)
        }
    }

    @Test func `while Discord doesn't say whose a channel is, nothing is stored`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let channel = board.guild.addChannel()
            let settings = TestWorker.settings(on: [.starboard])
                .replacing(#""starboard_channel":"6""#, with: #""starboard_channel":"\#(channel)""#)
            for (body, type) in Self.foreignAnswers {
                board.emulator.faults.add(
                    .answer(status: 404, body: body, contentType: type), "GET", "/channels/*")
                let answer = try await board.workers[0].put(settings)
                #expect(answer.code == 804)
            }
            let stored = try await board.workers[0].ask("GET", "settings").text
            #expect(stored.contains(#""starboard_channel":"\#(board.board)""#))
            #expect(try await board.workers[0].put(settings).status == 200)
        }
    }

    @Test func `whatever is stored, nothing is posted in another guild's channel`() async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            let other = board.emulator.world.addGuild(name: "Other")
            let foreign = other.addChannel()
            let theirs = other.addMessage("theirs", in: foreign)
            try board.database.script(
                """
                UPDATE serverstats_settings SET starboard_channel = \(foreign);
                UPDATE starboard_entries SET starboard_channel_id = \(foreign), starboard_message_id = \(theirs)
                """)
            board.star(message, by: [901])
            let answer = try await board.add(message, on: 1)
            #expect(answer.status == 200)
            #expect(answer.said.contains("not one of this guild's"))
            board.unstar(message, by: [901, 101])
            #expect(try await board.remove(message, on: 1).status == 200)
            #expect(other.channel(foreign)?.messages.map(\.content) == ["theirs"])
            #expect(board.emulator.calls("*", "/channels/\(foreign)/messages/**").isEmpty)
        }
    }

    @Test(arguments: [
        ("GET", "/channels/*/messages/*"), ("GET", "/channels/*/messages/*/reactions/*"),
        ("GET", "/channels/*"), ("POST", "/channels/*/messages"),
    ])
    func `a 404 that isn't Discord's before the post drops nothing and doubles nothing`(
        method: String, path: String
    ) async throws {
        try await withStarboard(workers: 2) { board in
            try await board.enable()
            let message = board.message(stars: 3)
            for (body, type) in Self.foreignAnswers {
                board.emulator.faults.add(
                    .answer(status: 404, body: body, contentType: type), method, path)
                #expect(try await board.add(message, on: 1).code == 804)
                #expect(board.emulator.faults.pending == 0)
            }
            #expect(try await board.add(message).status == 200)
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
            #expect(try board.entryCount() == 1)
        }
    }

    @Test(arguments: ["PATCH", "DELETE", "GET"])
    func `a 404 that isn't Discord's leaves a post and its entry together`(method: String)
        async throws
    {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            if method == "DELETE" {
                board.unstar(message, by: [101])
            } else {
                board.star(message, by: [901])
            }
            for (body, type) in Self.foreignAnswers {
                board.emulator.faults.add(
                    .answer(status: 404, body: body, contentType: type), method,
                    "/channels/*/messages/*")
                #expect(try await board.add(message).code == 804)
                #expect(board.shown.count == 1)
                #expect(try board.entryCount() == 1)
            }
            #expect(try await board.add(message).status == 200)
            #expect(board.shown == (method == "DELETE" ? [] : ["⭐ 4 · <#\(board.channel)>"]))
        }
    }

    @Test
    func `a star costs no more calls than before channels were checked, but one the first time`()
        async throws
    {
        try await withStarboard { board in
            try await board.enable()
            let first = board.message(stars: 3)
            try await board.add(first)
            // The message, its stars in both ways, its channel; and the post.
            #expect(board.emulator.calls.count == 5)
            board.emulator.clearCalls()
            let second = board.message(stars: 3)
            try await board.add(second)
            // The channel is known now.
            #expect(board.emulator.calls.count == 4)
            board.emulator.clearCalls()
            board.star(second, by: [901])
            try await board.add(second)
            #expect(board.emulator.calls.count == 4)
        }
    }
}
