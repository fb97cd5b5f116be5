import Testing

@testable import Discord

/// What a failed call says about what was asked for.
@Suite struct DiscordErrorTests {
    private static func refused(_ status: Int, _ code: Int) -> DiscordError {
        .refused(status: status, code: code, message: "")
    }

    @Test(arguments: DiscordThing.allCases)
    func `only Discord's own code says that a thing is gone`(thing: DiscordThing) {
        #expect(Self.refused(404, thing.rawValue).isGone(thing))
        #expect(Self.refused(403, thing.rawValue).isGone(thing))
        for other in DiscordThing.allCases where other != thing {
            #expect(!Self.refused(404, other.rawValue).isGone(thing))
        }
        for error in [
            Self.refused(404, 0), Self.refused(400, thing.rawValue),
            Self.refused(500, thing.rawValue), .unreachable("x"), .waitedTooLong, .garbled,
        ] {
            #expect(!error.isGone(thing))
        }
    }

    @Test func `a 403 or 404 without a code is an unknown outcome`() {
        for status in [403, 404] {
            let error = Self.refused(status, 0)
            #expect(error.effect == .unknown)
            #expect(!error.isFinal)
            #expect(!error.isForbidden)
        }
    }

    @Test func `what was refused or never sent had no effect, what broke off may have`() {
        let none: [DiscordError] = [
            Self.refused(400, 0), Self.refused(403, 50_013), Self.refused(404, 10_003),
            .waitedTooLong, .tooManyWaiting, .guarded(.guild), .guarded(.everything),
            .tokenRefused, .notConfigured, .foreign(.channel),
            .unnameable,
        ]
        #expect(none.allSatisfy { $0.effect == .none })
        let unknown: [DiscordError] = [
            Self.refused(500, 0), Self.refused(502, 0), .unreachable("x"), .garbled, .cancelled,
        ]
        #expect(unknown.allSatisfy { $0.effect == .unknown })
    }
}
