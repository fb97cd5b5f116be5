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
            id: id, guild: Snowflake(rawValue: 1)!, type: type, matchesCase: matchesCase,
            text: text,
            allowedChannels: [], ignoredChannels: [], allowedRoles: [], ignoredRoles: [],
            responses: [], cooldown: 0)
        change(&trigger)
        return trigger
    }

    private func hits(
        _ triggers: @escaping @Sendable @LoopActor () throws -> [Trigger], _ text: String,
        channel: Int64 = 1, roles: [Int64] = []
    ) async throws -> [Int64] {
        try await onLoop {
            let meter = WorkMeter()
            let set = await Self.compile(try triggers(), meter)
            let roles = Set(try roles.map { try id($0) })
            let channel = try id(channel)
            return await set.hits(text, roles: roles, meter)
                .filter { $0.admits(channels: [channel]) }.map(\.id)
        }
    }

    @LoopActor
    private static func compile(_ triggers: [Trigger], _ meter: WorkMeter) async -> TriggerSet {
        let compiler = TriggerSetCompiler(meter)
        for trigger in triggers { await compiler.add(trigger) }
        return compiler.finish(version: 1, responseTypes: [:])
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

    @Test(arguments: [
        ("x", "x\u{301}", false), ("x", "ax\u{301}", false), ("i", "i\u{307}", false),
        ("i", "İ", false), ("x", "x\u{301}x", true), ("👍", "👍🏽", false), ("👩", "👩‍👩‍👧", false),
        ("❤", "❤️‍🔥", false), ("🇪🇫", "🇩🇪🇫🇷", false), ("🇩🇪", "🇩🇪🇫🇷", true), ("1", "1️⃣", false),
        ("s", "ß", false), ("ss", "ß", true), ("\u{301}", "e\u{301}", false),
        ("\u{1161}", "\u{1112}\u{1161}", false), ("a\r", "a\r\n", false), ("ab", "xaby", true),
        ("क", "कि", false), ("e\u{301}", "caf\u{E9}s", true),
    ])
    func `a match begins and ends between characters`(
        trigger: String, text: String, isHit: Bool
    ) async throws {
        for matchesCase in [false, true] where !(matchesCase && trigger == "ss") {
            let found = try await hits(
                {
                    Trigger.Kind.allCases.dropFirst().map {
                        self.trigger(Int64($0.rawValue), $0, trigger, matchesCase: matchesCase)
                    }
                }, text)
            #expect(found.contains(2) == isHit)
            if !isHit { #expect(found == []) }
        }
    }

    @Test(arguments: [
        ("❤️", "I ❤ you"), ("❤", "I ❤️ you"), ("❤️", "I ❤️ you"), ("❤\u{FE0E}", "❤️"),
        ("1⃣", "1️⃣"), ("🏳️‍🌈", "🏳‍🌈"), ("葛", "葛\u{E0100}"), ("ᠠ\u{180B}", "ᠠ"),
        ("e\u{FE0F}\u{301}", "é"),
    ])
    func `variation selectors don't count`(trigger: String, text: String) async throws {
        for matchesCase in [false, true] {
            let found = try await hits(
                { [self.trigger(1, .contains, trigger, matchesCase: matchesCase)] }, text)
            #expect(found == [1])
        }
    }

    @Test func `a text of nothing but variation selectors is never hit`() async throws {
        #expect(try await hits({ [self.trigger(1, .contains, "\u{FE0F}")] }, "❤️ x") == [])
    }

    @Test func `what a guild stores is compiled and matched in slices, whatever it is`()
        async throws
    {
        let heart = String(repeating: "😀", count: 1800)
        let marks = String(repeating: "\u{301}", count: 1900)
        try await onLoop {
            let compiling = WorkMeter()
            var triggers: [Trigger] = []
            for number in 0..<60 {
                let texts: [String] = [
                    "\(heart)\(number)", "x\(number)\(marks)",
                    String(repeating: "a", count: number + 1),
                ]
                for text in texts {
                    triggers.append(self.trigger(Int64(triggers.count + 1), .contains, text))
                }
            }
            let set = await Self.compile(triggers, compiling)
            #expect(compiling.pauses > 3)
            #expect(compiling.largestSlice < 3 * WorkMeter.slice)
            for text in [
                String(repeating: "😀", count: 4000), String(repeating: "a", count: 4000),
                "x7" + String(repeating: "\u{301}", count: 3900),
                String(repeating: "e\u{301}", count: 2000),
            ] {
                let matching = WorkMeter()
                let hits = await set.hits(text, roles: [], matching)
                #expect(hits.count == (text.hasPrefix("a") ? 60 : 0))
                #expect(matching.largestSlice < 3 * WorkMeter.slice)
            }
            let matching = WorkMeter()
            let hits = await set.hits("x" + heart + "59 and x0" + marks, roles: [], matching)
            // Of the longest also its beginning, with "5"; and "a".
            #expect(hits.map(\.id) == [2, 3, 16, 178])
        }
    }

    @Test func `tasks with much to compute go on in turns, one a turn of the loop`() async throws {
        try await onLoop {
            var turns: [Int] = []
            let ended = (0..<5).map { _ in Promise<Void>() }
            for shot in ended {
                spawn {
                    await WorkMeter().pause()
                    turns.append(EventLoop.shared.turns.count)
                    shot.fulfil(())
                }
            }
            for shot in ended { await shot.value }
            #expect(Set(turns).count == 5)
        }
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
