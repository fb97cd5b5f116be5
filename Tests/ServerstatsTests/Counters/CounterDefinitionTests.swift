import Essentials
import Testing

@testable import Serverstats

@Suite struct CounterDefinitionTests {
    private static let role = Snowflake(rawValue: 5)

    private static let numbers: GuildNumbers = {
        var numbers = GuildNumbers()
        numbers.members = 100
        numbers.presence = 40
        numbers.boosts = 3
        numbers.dnd = 10
        numbers.channels = 12
        if let role {
            numbers.roleNames = [role: "Cooks"]
            numbers.membersByRole = [role: 8]
            numbers.onlineByRole = [role: 2]
        }
        return numbers
    }()

    private static func name(
        _ type: CounterType, format: String? = nil, goal: Int64? = nil,
        _ numbers: GuildNumbers = numbers
    ) -> String? {
        CounterDefinition(type: type, format: format, role: role, goal: goal).name(with: numbers)
    }

    @Test func `each type has its own default format and number`() {
        let names = CounterType.allCases.map { Self.name($0) }
        #expect(
            names == [
                "🟢 30 ⛔ 10 ⚫ 60", "Online: 30", "Online Cooks: 2", "Offline: 60", "DND: 10",
                "Members: 100", "Cooks: 8", "Boosts: 3", "Channels: 12", "Roles: 1",
            ])
    }

    @Test func `an empty or blank format gives the default`() {
        for format in [nil, "", " ", "\n\t"] {
            #expect(Self.name(.members, format: format) == "Members: 100")
        }
        #expect(Self.name(.members, format: "All <value> of us") == "All 100 of us")
    }

    @Test func `with a goal the value is what is missing, never below 0`() {
        #expect(Self.name(.members, goal: 250) == "Members: 150")
        #expect(Self.name(.members, goal: 100) == "Members: 0")
        #expect(Self.name(.members, goal: 1) == "Members: 0")
        #expect(Self.name(.membersWithRole, goal: 1_000_000_000) == "Cooks: 999999992")
    }

    @Test func `counts that contradict one another give 0, not less`() {
        var numbers = Self.numbers
        numbers.presence = 5
        numbers.members = 3
        #expect(Self.name(.online, numbers) == "Online: 0")
        #expect(Self.name(.offline, numbers) == "Offline: 0")
    }

    @Test func `a role that is gone has no members`() {
        var numbers = Self.numbers
        numbers.roleNames = [:]
        numbers.membersByRole = [:]
        #expect(Self.name(.membersWithRole, numbers) == "deleted-role: 0")
    }

    @Test func `without its numbers a counter has no name`() {
        for type in CounterType.allCases { #expect(Self.name(type, GuildNumbers()) == nil) }
    }

    @Test func `a type has every number it needs from its sources`() {
        for type in CounterType.allCases {
            var numbers = GuildNumbers()
            let sources = type.sources
            if sources.contains(.guild) {
                (numbers.members, numbers.presence, numbers.boosts) = (1, 1, 1)
            }
            if sources.contains(.statuses) { numbers.dnd = 0 }
            if sources.contains(.channels) { numbers.channels = 1 }
            if sources.contains(.roles) { numbers.roleNames = [:] }
            if sources.contains(.roleMemberCounts) { numbers.membersByRole = [:] }
            if sources.contains(.onlineByRole), let role = Self.role {
                numbers.onlineByRole = [role: 0]
            }
            #expect(Self.name(type, numbers) != nil, "\(type)")
        }
    }

    @Test func `a role of a type without one is ignored`() {
        let counter = CounterDefinition(
            type: .members, format: "<role_name> <value>", role: Self.role, goal: nil)
        #expect(counter.role == nil)
        #expect(counter.name(with: Self.numbers) == "<role_name> 100")
    }
}
