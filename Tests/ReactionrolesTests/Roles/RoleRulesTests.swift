import Discord
import Essentials
import Testing

@testable import Reactionroles

@Suite struct RoleRulesTests {
    private static func role(
        _ id: Int64, position: Int, permissions: UInt64 = 0, isManaged: Bool = false
    ) throws -> Role {
        let text = """
            {"id":"\(id)","name":"role \(id)","position":\(position),"permissions":"\(permissions)","managed":\(isManaged)}
            """
        return try #require(TestJSON.read(text, Role.init))
    }

    private static func rules(bot permissions: UInt64, everyone: UInt64 = 0) throws -> RoleRules {
        RoleRules(
            guild: id(1),
            roles: [
                try role(1, position: 0, permissions: everyone), try role(2, position: 1),
                try role(3, position: 4, isManaged: true),
                try role(4, position: 5, permissions: permissions, isManaged: true),
                try role(5, position: 5), try role(6, position: 9), try role(7, position: 4),
            ], bot: [id(4)])
    }

    private static let manageRoles: UInt64 = 1 << 28

    @Test func `each reason has its case`() throws {
        let rules = try Self.rules(bot: Self.manageRoles)
        #expect(rules.reason(against: id(2)) == nil)
        #expect(rules.reason(against: id(7)) == nil)
        #expect(rules.reason(against: id(1)) == .everyone)
        #expect(rules.reason(against: id(99)) == .missing)
        #expect(rules.reason(against: id(3)) == .managed)
        // In the same place the smaller id ranks higher.
        #expect(rules.reason(against: id(5)) == nil)
        #expect(rules.reason(against: id(4)) == .managed)
        #expect(rules.reason(against: id(6)) == .tooHigh)
    }

    @Test func `without the permission no role can be given`() throws {
        let rules = try Self.rules(bot: 0)
        #expect(rules.reason(against: id(2)) == .noPermission)
        #expect(rules.reason(against: id(1)) == .everyone)
    }

    @Test func `everyone's permissions and the administrator's count`() throws {
        #expect(try Self.rules(bot: 0, everyone: Self.manageRoles).reason(against: id(2)) == nil)
        #expect(try Self.rules(bot: 1 << 3).reason(against: id(2)) == nil)
        #expect(try Self.rules(bot: 1 << 3).reason(against: id(6)) == .tooHigh)
    }

    @Test func `the first role that can't be given is named`() throws {
        let rules = try Self.rules(bot: Self.manageRoles)
        #expect(rules.refusal(of: [id(2), id(7)]) == nil)
        #expect(
            rules.refusal(of: [id(2), id(6), id(1)])
                == "Role 6 is not below the bot's highest role.")
    }
}
