import Essentials
import TestSupport
import Testing

@testable import Discord

@Suite struct MemberNamesTests {
    @Test(arguments: [
        (
            #"{"user":{"id":"7","username":"u","global_name":"g"},"nick":"n"}"#,
            ["u", "n", "g", "n"]
        ),
        (
            #"{"user":{"id":"7","username":"u","global_name":"g"},"nick":null}"#,
            ["u", "g", "g", ""]
        ),
        (#"{"user":{"id":"7","username":"u","global_name":null}}"#, ["u", "u", "", ""]),
        (#"{"user":{"id":"7"}}"#, ["", "", "", ""]),
    ])
    func `a member is shown by nickname, else global name, else username`(
        json: String, names: [String]
    ) throws {
        let reply = DiscordReply(status: 200, body: Array(json.utf8))
        let member: Member? = reply.read { Member($0) }
        #expect(member.map { MemberNames($0).all } == names)
    }
}
