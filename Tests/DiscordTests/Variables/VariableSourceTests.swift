import Discord
import Essentials
import EventLoop
import TestSupport
import Testing

/// The client has no token here: whatever asked Discord would throw.
struct VariableSourceTests {
    @LoopActor private func source(_ scene: VariableScene) -> VariableSource {
        let client = DiscordClient(log: .silent)
        return VariableSource(
            client.actingInBackground(in: 1, waitLimit: Instant.now() + .seconds(5)), scene,
            now: Timestamp(microseconds: 0))
    }

    @Test func `what needs no call makes none`() async throws {
        try await onLoop {
            let scene = VariableScene(
                guild: try id(1), user: Person(try id(2)), channel: try id(3))
            let values = try await source(scene).values(for: [
                "user_id", "user_mention", "channel_id", "channel_mention", "channel_created_at",
                "server_id", "server_created_at", "current_datetime", "nonsense",
            ])
            #expect(
                values == [
                    "user_id": "2", "user_mention": "<@2>", "channel_id": "3",
                    "channel_mention": "<#3>", "channel_created_at": "01-01-2015 00:00:00",
                    "server_id": "1", "server_created_at": "01-01-2015 00:00:00",
                    "current_datetime": "01-01-1970 00:00:00",
                ])
        }
    }

    @Test func `what a place doesn't support has no value`() async throws {
        try await onLoop {
            let values = try await source(VariableScene(guild: try id(1))).values(for: [
                "user_nickname", "inviter_nickname", "channel_name", "invite_code",
                "current_invite_count",
            ])
            #expect(values == [:])
        }
    }

    @Test func `a missing inviter is unknown in every respect`() async throws {
        try await onLoop {
            var scene = VariableScene(guild: try id(1))
            scene.inviter = .missing
            scene.inviteCount = 4
            scene.inviteCode = "abc"
            let values = try await source(scene).values(for: [
                "inviter_id", "inviter_nickname", "invite_code", "current_invite_count",
            ])
            #expect(
                values == [
                    "inviter_id": "Unknown", "inviter_nickname": "Unknown", "invite_code": "abc",
                    "current_invite_count": "4",
                ])
        }
    }

    @Test(arguments: ["user_nickname", "channel_name", "server_name"])
    func `what needs a call throws what the call does`(name: String) async throws {
        try await onLoop {
            let scene = VariableScene(
                guild: try id(1), user: Person(try id(2)), channel: try id(3))
            let source = source(scene)
            await #expect(throws: DiscordError.notConfigured) {
                try await source.values(for: [name])
            }
        }
    }
}
