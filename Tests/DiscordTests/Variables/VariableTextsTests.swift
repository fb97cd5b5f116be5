import Essentials
import Testing

@testable import Discord

struct VariableTextsTests {
    private let now = Timestamp(microseconds: 1_769_860_800_000_000)  // 2026-01-31T12:00:00Z

    private func member(_ json: String) throws -> Member {
        try #require(try model(json, Member.init))
    }

    private func texts(_ person: Person) throws -> [Variable.OfPerson: String] {
        var texts: [Variable.OfPerson: String] = [:]
        for variable in Variable.OfPerson.allCases {
            texts[variable] = VariableTexts.text(of: variable, person, in: try id(77), at: now)
        }
        return texts
    }

    @Test func `a member with everything`() throws {
        let member = try member(
            """
            {"user":{"id":"80351110224678912","username":"nelly","global_name":"Nelly","avatar":"abc"},
             "nick":"Nell","roles":["1","2"],"deaf":true,"mute":true,"pending":true,"avatar":"a_def",
             "joined_at":"2015-04-26T06:26:56.936000+00:00","premium_since":"2020-02-29T23:59:59+02:00",
             "communication_disabled_until":"2026-02-01T00:00:00+00:00"}
            """)
        let texts = try texts(Person(member.user.id, member: member))
        #expect(texts[.id] == "80351110224678912")
        #expect(texts[.mention] == "<@80351110224678912>")
        #expect(texts[.nickname] == "Nell")
        #expect(texts[.displayName] == "Nell")
        #expect(texts[.isDeaf] == "Deafend")
        #expect(texts[.isMute] == "Muted")
        #expect(texts[.isPending] == "Pending")
        #expect(texts[.joinedAt] == "26-04-2015 06:26:56")
        #expect(texts[.premiumSince] == "29-02-2020 21:59:59")
        #expect(texts[.roles] == "<@&1>, <@&2>")
        #expect(texts[.communicationDisabledUntil] == "01-02-2026 00:00:00")
        #expect(
            texts[.avatarURL]
                == "https://cdn.discordapp.com/guilds/77/users/80351110224678912/avatars/a_def.gif")
    }

    @Test func `a member with as little as possible`() throws {
        let member = try member(
            """
            {"user":{"id":"80351110224678912","username":"nelly"},
             "communication_disabled_until":"2026-01-31T12:00:00+00:00"}
            """)
        let texts = try texts(Person(member.user.id, member: member))
        #expect(texts[.nickname] == "No nickname")
        #expect(texts[.displayName] == "nelly")
        #expect(texts[.isDeaf] == "Not deafend")
        #expect(texts[.isMute] == "Not muted")
        #expect(texts[.isPending] == "Not pending")
        #expect(texts[.premiumSince] == "None")
        #expect(texts[.roles] == "")
        #expect(texts[.communicationDisabledUntil] == "None")
        #expect(texts[.avatarURL] == "https://cdn.discordapp.com/embed/avatars/5.png")
    }

    @Test func `somebody who has left is described by their account`() throws {
        let account = try #require(
            try model(#"{"id":"9","username":"n","global_name":"G","avatar":"x"}"#, User.init))
        let texts = try texts(Person(account.id, account: account))
        #expect(texts[.displayName] == "G")
        #expect(texts[.joinedAt] == "Unknown")
        #expect(texts[.avatarURL] == "https://cdn.discordapp.com/avatars/9/x.png")
    }

    @Test(arguments: [("0", "1.png"), ("0007", "2.png"), ("1234", "4.png")])
    func `default avatars go by id, or by an old account's discriminator`(
        discriminator: String, file: String
    ) throws {
        let url = User.defaultAvatarURL(try id(7 << 22), discriminator: discriminator)
        #expect(url == "https://cdn.discordapp.com/embed/avatars/" + file)
    }

    @Test func `a guild`() throws {
        let guild = try #require(
            try model(
                """
                {"id":"197038439483310086","name":"D <user_id>","owner_id":"5","afk_timeout":300,"mfa_level":1,
                 "nsfw_level":3,"verification_level":4,"premium_tier":2,"premium_subscription_count":14,
                 "preferred_locale":"en-US","rules_channel_id":"6"}
                """, Guild.init))
        let expected: [Variable.OfServer: String] = [
            .id: "197038439483310086", .name: "D <user_id>", .description: "Not in use",
            .owner: "<@5>", .createdAt: "27-06-2016 17:20:24", .afkTimeout: "0:05:00",
            .mfaLevel: "ELEVATED", .preferredLocale: "en-US", .premiumSubscriptionCount: "14",
            .premiumTier: "TIER_2", .verificationLevel: "VERY_HIGH", .nsfwLevel: "AGE_RESTRICTED",
            .publicUpdatesChannel: "Not in use", .rulesChannel: "<#6>",
            .systemChannel: "Not in use", .widgetChannel: "Not in use",
        ]
        for variable in Variable.OfServer.allCases {
            #expect(
                VariableTexts.text(of: variable, guild.id, guild) == expected[variable],
                "\(variable)")
        }
    }

    @Test(arguments: [(0, "0:00:00"), (59, "0:00:59"), (3600, "1:00:00"), (36_061, "10:01:01")])
    func `an AFK time-out is hours, minutes and seconds`(seconds: Int, text: String) throws {
        let guild = try #require(try model(#"{"id":"1","afk_timeout":\#(seconds)}"#, Guild.init))
        #expect(VariableTexts.text(of: .afkTimeout, guild.id, guild) == text)
    }

    @Test func `a channel, of a type we know and of one we don't`() throws {
        let channel = try #require(
            try model(#"{"id":"197038439483310086","type":5,"name":"news"}"#, Channel.init))
        let texts = Variable.OfChannel.allCases.map {
            VariableTexts.text(of: $0, channel.id, channel)
        }
        #expect(
            texts == [
                "197038439483310086", "<#197038439483310086>", "news", "GUILD_ANNOUNCEMENT",
                "27-06-2016 17:20:24",
            ])
        let newer = try model(#"{"id":"1","type":99}"#, Channel.init)
        #expect(VariableTexts.text(of: .type, try id(1), newer) == "99")
    }

    @Test func `the present`() {
        let texts = Variable.OfTime.allCases.map { VariableTexts.text(of: $0, now) }
        #expect(
            texts == ["31-01-2026", "12:00:00", "31-01-2026 12:00:00", "2026-01-31T12:00:00.000Z"])
    }

    @Test func `every documented name is known, and no other`() {
        let names = [
            "user_id", "user_mention", "user_nickname", "user_display_name", "user_is_deaf",
            "user_is_mute", "user_is_pending", "user_joined_at", "user_premium_since",
            "user_roles", "user_communication_disabled_until", "user_avatar_url", "channel_id",
            "channel_mention", "channel_name", "channel_type", "channel_created_at", "server_id",
            "server_name", "server_created_at", "server_description", "server_afk_timeout",
            "server_mfa_level", "server_owner", "server_preferred_locale",
            "server_premium_subscription_count", "server_premium_tier",
            "server_verification_level", "server_nsfw_level", "server_public_updates_channel",
            "server_rules_channel", "server_system_channel", "server_widget_channel",
            "current_date", "current_time", "current_datetime", "current_datetime_iso",
            "inviter_id", "inviter_avatar_url", "current_invite_count", "invite_code",
        ]
        for name in names { #expect(Variable(name: name) != nil, "\(name)") }
        for name in ["user_", "user", "user_nick", "current_", "value", "role_name"] {
            #expect(Variable(name: name) == nil, "\(name)")
        }
    }
}

/// A model out of Discord's JSON.
func model<Model>(_ json: String, _ make: (JSONValue) -> Model?) throws -> Model? {
    let document = JSONDocument()
    return try Array(json.utf8).withUnsafeBytes { bytes in
        try document.parse(bytes)
        return make(document.root)
    }
}
