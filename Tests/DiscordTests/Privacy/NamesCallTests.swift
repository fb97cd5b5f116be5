import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

@Suite struct NamesCallTests {
    private static let member: ScriptedServer.Answer = .status(
        200, #"{"user":{"id":"7","username":"u","global_name":"g"},"nick":"n"}"#)
    private static let user: ScriptedServer.Answer = .status(
        200, #"{"id":"7","username":"u","global_name":null}"#)
    private static let unknown: ScriptedServer.Answer = .status(
        404, #"{"message":"Unknown Member","code":10007}"#)
    private static let noAccount: ScriptedServer.Answer = .status(
        404, #"{"message":"Unknown User","code":10013}"#)
    private static let noAccess: ScriptedServer.Answer = .status(
        403, #"{"message":"Missing Access","code":50001}"#)

    /// The names, or why there are none, and how often Discord was asked.
    private func names(_ script: [ScriptedServer.Answer]) async throws -> (
        names: [String]?, error: DiscordError?, calls: Int
    ) {
        let server = try ScriptedServer(script)
        let result = try await onLoop {
            let client = DiscordClient(to: server.base)
            defer { client.stop() }
            var names: MemberNames?
            let error = await failure { () throws(DiscordError) in
                names = try await client.calls().names(of: 7, in: 5)
            }
            return (names?.all, error)
        }
        return (result.0, result.1, server.requests.count)
    }

    @Test func `a member's names are read in one call`() async throws {
        let found = try await names([Self.member])
        #expect(found.names == ["u", "n", "g", "n"])
        #expect(found.calls == 1)
    }

    @Test func `of somebody who isn't a member, or where the bot isn't one, the account is read`()
        async throws
    {
        for refusal in [Self.unknown, Self.noAccess] {
            let found = try await names([refusal, Self.user])
            #expect(found.names == ["u", "u", "", ""])
            #expect(found.calls == 2)
        }
    }

    @Test func `of somebody whom Discord doesn't know there are no names`() async throws {
        let found = try await names([Self.unknown, Self.noAccount])
        #expect(found.names == ["", "", "", ""])
    }

    @Test func `a failing Discord is an error, not an empty name`() async throws {
        let broken = ScriptedServer.Answer.status(500)
        #expect(try await names([broken]).error == .refused(status: 500, code: 0, message: ""))
        #expect(
            try await names([Self.unknown, broken]).error
                == .refused(status: 500, code: 0, message: ""))
        #expect(
            try await names([Self.unknown, Self.noAccess]).error
                == .refused(status: 403, code: 50001, message: "Missing Access"))
    }

    @Test func `without the bot's token its calls fail at once, those of a user go out`()
        async throws
    {
        let server = try ScriptedServer(Self.user)
        let (refused, user) = try await onLoop {
            let client = DiscordClient(
                DiscordConfiguration(base: server.base, token: nil), budget: UnlimitedBudget(),
                log: .silent)
            defer { client.stop() }
            let refused = await failure { () throws(DiscordError) in
                try await client.calls().user(7)
            }
            return (refused, try await client.calls().user(ofToken: "abc").id)
        }
        #expect(refused == .notConfigured)
        #expect(user == 7)
        #expect(server.requests.count == 1)
        #expect(server.requests[0].contains("Authorization: Bearer abc\r\n"))
    }
}
