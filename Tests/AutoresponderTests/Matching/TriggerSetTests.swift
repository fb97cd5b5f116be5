import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Autoresponder

struct TriggerSetTests {
    @LoopActor
    private func trigger(
        _ id: Int64, _ type: Trigger.Kind, _ text: String?, matchesCase: Bool = false,
        change: (inout Trigger) -> Void = { _ in }
    ) -> Trigger {
        var trigger = Trigger(
            id: id, type: type, matchesCase: matchesCase, text: text, allowedChannels: [],
            ignoredChannels: [], allowedRoles: [], ignoredRoles: [], responses: [], cooldown: 0)
        change(&trigger)
        return trigger
    }

    private func hits(
        _ triggers: @escaping @Sendable @LoopActor () throws -> [Trigger], _ text: String,
        channel: Int64 = 1, roles: [Int64] = []
    ) async throws -> [Int64] {
        try await onLoop {
            let set = TriggerSet(version: 1, triggers: try triggers(), responseTypes: [:])
            return set.hits(
                text, channel: try id(channel), roles: try roles.map { try id($0) }
            ).map(\.id)
        }
    }

    @Test(arguments: [
        ("Hello", [1, 2, 3, 4, 6, 8]), ("hello", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("say HELLO now", [1, 2, 3]), ("say hello now", [1, 2, 3, 5]),
        ("HELLO now", [1, 2, 3, 4]), ("hello now", [1, 2, 3, 4, 5, 7]),
        ("say HELLO", [1, 2, 3, 6]), ("say hello", [1, 2, 3, 5, 6, 9]),
        ("hell", [1]), ("", [1]),
    ])
    func `each type, with and without case`(text: String, ids: [Int]) async throws {
        let found = try await hits(
            {
                [
                    self.trigger(1, .wildcard, nil),
                    self.trigger(2, .contains, "hello"), self.trigger(3, .contains, "HELLO"),
                    self.trigger(4, .startsWith, "heLLo"),
                    self.trigger(5, .contains, "hello", matchesCase: true),
                    self.trigger(6, .endsWith, "heLLo"),
                    self.trigger(7, .startsWith, "hello", matchesCase: true),
                    self.trigger(8, .contains, "Hello", matchesCase: true),
                    self.trigger(9, .endsWith, "hello", matchesCase: true),
                ]
            }, text)
        // 8 wants the capital H, which only the first text has.
        let expected = ids.filter { $0 != 8 || text == "Hello" }
        #expect(found == expected.map(Int64.init))
    }

    @Test(arguments: [
        ("STRASSE", true), ("die straße hier", true), ("strase", false),
    ])
    func `ß is SS without case`(text: String, isHit: Bool) async throws {
        let found = try await hits({ [self.trigger(1, .contains, "Straße")] }, text)
        #expect(found == (isHit ? [1] : []))
    }

    @Test func `a letter isn't hit inside the same letter with a mark`() async throws {
        let triggers: @Sendable @LoopActor () -> [Trigger] = {
            [self.trigger(1, .contains, "cafe"), self.trigger(2, .endsWith, "CAFÉ")]
        }
        #expect(try await hits(triggers, "un cafe\u{301}") == [2])
        #expect(try await hits(triggers, "un café") == [2])
        #expect(try await hits(triggers, "un cafe") == [1])
    }

    @Test func `hits are told oldest first, whatever their type`() async throws {
        let found = try await hits(
            {
                [
                    self.trigger(3, .endsWith, "a"), self.trigger(5, .contains, "a"),
                    self.trigger(8, .wildcard, nil),
                    self.trigger(9, .contains, "a", matchesCase: true),
                    self.trigger(11, .startsWith, "a"),
                ]
            }, "a")
        #expect(found == [3, 5, 8, 9, 11])
    }

    /// Each of: no list, one that has the id, one that has another.
    @Test(arguments: Lists.allCases, Lists.allCases)
    func `an allowed list wins, and only without one do ignored ones count`(
        channels: Lists, roles: Lists
    ) async throws {
        let expected = channels.admits && roles.admits
        let found = try await hits(
            {
                [
                    self.trigger(1, .contains, "a") { trigger in
                        trigger.allowedChannels = channels.allowed
                        trigger.ignoredChannels = channels.ignored
                        trigger.allowedRoles = roles.allowed
                        trigger.ignoredRoles = roles.ignored
                    }
                ]
            }, "a", channel: 10, roles: [20, 10])
        #expect(found == (expected ? [1] : []))
    }

    enum Lists: CaseIterable {
        case none, allowed, otherAllowed, ignored, otherIgnored, allowedAndIgnored
        case otherAllowedAndIgnored, otherAllowedAndOtherIgnored

        private static let ten = [Snowflake(rawValue: 10)].compactMap(\.self)
        private static let eleven = [Snowflake(rawValue: 11)].compactMap(\.self)

        var allowed: [Snowflake] {
            switch self {
            case .allowed, .allowedAndIgnored: Self.ten
            case .otherAllowed, .otherAllowedAndIgnored, .otherAllowedAndOtherIgnored: Self.eleven
            default: []
            }
        }

        var ignored: [Snowflake] {
            switch self {
            case .ignored, .allowedAndIgnored, .otherAllowedAndIgnored: Self.ten
            case .otherIgnored, .otherAllowedAndOtherIgnored: Self.eleven
            default: []
            }
        }

        var admits: Bool {
            switch self {
            case .none, .allowed, .otherIgnored, .allowedAndIgnored: true
            default: false
            }
        }
    }

    @Test func `a member without roles is no role's`() async throws {
        let ten = try id(10)
        #expect(
            try await hits(
                { [self.trigger(1, .wildcard, nil) { $0.allowedRoles = [ten] }] }, "a") == [])
        #expect(
            try await hits(
                { [self.trigger(1, .wildcard, nil) { $0.ignoredRoles = [ten] }] }, "a") == [1])
    }
}

func id(_ number: Int64) throws -> Snowflake { try #require(Snowflake(rawValue: number)) }
