import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

/// The names behind ids, as a dashboard asks for them.
@Suite struct DirectoryTests {
    @Test func `a guild's channels and roles are told, and asked of Discord once a minute`()
        async throws
    {
        try await TestApplication.served { application, emulator in
            let guild = emulator.world.addGuild(name: "Kennel Club")
            let channel = guild.addChannel("welcome")
            let role = guild.addRole("Handler")
            let path = "/guilds/\(guild.id)/directory"
            for token in ["service", "key-of-\(guild.id)", "user-7-of-\(guild.id)"] {
                let answer = try await application.api.ask("GET", path, token: token)
                #expect(answer.status == 200, "\(answer.said)")
                #expect(answer.data?.member("name")?.string() == "Kennel Club")
                #expect(answer.text.contains(#""id":"\#(channel)","name":"welcome","type":0"#))
                #expect(answer.text.contains(#""id":"\#(role)","name":"Handler","color":0"#))
            }
            #expect(emulator.calls("GET", "/guilds/\(guild.id)/channels").count == 1)
            let stranger = try await application.api.ask("GET", path, token: "key-of-5")
            #expect(stranger.status == 403)
            let wrong = try await application.api.ask("GET", "/guilds/x/directory")
            #expect(wrong.status == 400)
        }
    }

    @Test func `many who ask at once share a call, and a failure isn't remembered`() async throws {
        try await TestApplication.served { application, emulator in
            let guild = emulator.world.addGuild()
            let path = "/guilds/\(guild.id)/directory"
            emulator.faults.add(.answer(status: 500, body: "{}"), "GET", "/guilds/*", times: 100)
            #expect(try await application.api.ask("GET", path).code == 804)
            emulator.faults.clear()
            let before = emulator.calls("GET", "/guilds/\(guild.id)/channels").count
            let statuses = try await inParallel(20) { _ in
                try await application.api.ask("GET", path).status
            }
            #expect(statuses == Array(repeating: 200, count: 20))
            #expect(emulator.calls("GET", "/guilds/\(guild.id)/channels").count == before + 1)
        }
    }

    @Test func `a user sees the guilds that they administer and the bot is in`() async throws {
        try await TestApplication.served { application, emulator in
            let beta = emulator.world.addGuild(name: "Beta").id
            let alpha = emulator.world.addGuild(name: "Alpha").id
            let elsewhere = emulator.world.addGuild(name: "Elsewhere").id
            let without = emulator.world.addGuild(name: "Without", hasBot: false).id
            let token = "user-7-of-\(beta),\(without),\(alpha),99"
            for _ in 0..<2 {
                let answer = try await application.api.ask("GET", "/guilds", token: token)
                #expect(answer.status == 200, "\(answer.said)")
                let names = answer.data?.member("guilds")?.elements
                    .compactMap { $0.member("name")?.string() }
                #expect(names == ["Alpha", "Beta"])
            }
            #expect(emulator.calls("GET", "/guilds/*").count == 4)
            #expect(emulator.calls("GET", "/guilds/\(elsewhere)").isEmpty)
            for other in ["service", "key-of-\(beta)"] {
                #expect(
                    try await application.api.ask("GET", "/guilds", token: other).status == 403)
            }
            emulator.faults.add(.fail(status: 500), "GET", "/guilds/*", times: 100)
            let fresh = emulator.world.addGuild().id
            let failed = try await application.api.ask(
                "GET", "/guilds", token: "user-7-of-\(fresh)")
            #expect(failed.code == 804)
        }
    }

    @Test func `members have names and pictures, and who is gone has neither`() async throws {
        try await TestApplication.served { application, emulator in
            let guild = emulator.world.addGuild()
            let ann = emulator.world.addUser("ann").id
            guild.addMember(ann)
            let path = "/guilds/\(guild.id)/members?ids="
            let answer = try await application.api.ask("GET", path + "\(ann),99")
            #expect(answer.status == 200, "\(answer.said)")
            #expect(answer.text.contains(#""id":"\#(ann)","name":"ann","avatar_url":"https://cdn"#))
            #expect(answer.text.contains(#""id":"99","name":null,"avatar_url":null"#))
            let many = (1...101).map { "\($0)" }.joined(separator: ",")
            for ids in ["", "x", "1,", "1,,2", many] {
                #expect(try await application.api.ask("GET", path + ids).code == 400, "\(ids)")
            }
        }
    }
}
