import Essentials
import EventLoop

/// Builds one guild from JSON. Roles, channels and categories may be named by their names wherever an id could stand.
@LoopActor
struct GuildDocument {
    private let json: JSON
    /// Stands for `#` in the name.
    private let number: Int

    private static let known: Set = [
        "id", "name", "owner", "bot", "bot_permissions", "roles", "channels", "members", "invites",
        "vanity", "emojis", "unlisted_members", "unlisted_presences", "profile",
    ]

    init(_ json: JSON, number: Int) {
        self.json = json
        self.number = number
    }

    func build(in world: World, id: Snowflake? = nil) throws(WorldFault) -> EmulatedGuild {
        try checkMembers(json, Self.known, "a guild")
        let name = (json["name"]?.string ?? "Guild #")
            .split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\(number)")
        let guild = world.addGuild(
            id: id ?? json["id"]?.id, name: name, owner: json["owner"]?.id,
            hasBot: json["bot"]?.bool ?? true,
            botPermissions: try PermissionBits(control: json["bot_permissions"]) ?? .bot)
        guild.unlistedMembers = json["unlisted_members"]?.integer ?? 0
        guild.unlistedPresences = json["unlisted_presences"]?.integer ?? 0
        for emoji in json["emojis"]?.elements ?? [] {
            guild.emojis[emoji["id"]?.id ?? world.newID()] = emoji["name"]?.string ?? "emoji"
        }
        for role in json["roles"]?.elements ?? [] { try guild.add(role: role) }
        for member in json["members"]?.elements ?? [] { try add(member: member, to: guild) }
        for channel in json["channels"]?.elements ?? [] {
            try ChannelDocument(channel).build(in: guild)
        }
        for invite in json["invites"]?.elements ?? [] { try guild.add(invite: invite) }
        if let vanity = json.value("vanity") {
            guild.vanity = EmulatedVanity(
                code: vanity["code"]?.string, uses: vanity["uses"]?.integer ?? 0)
        }
        if let profile = json.value("profile") { try setProfile(profile, of: guild) }
        return guild
    }

    private func add(member: JSON, to guild: EmulatedGuild) throws(WorldFault) {
        let known: Set = ["user", "username", "nickname", "roles", "online", "is_bot", "count"]
        try checkMembers(member, known, "a member")
        var roles: [Snowflake] = []
        for role in member["roles"]?.elements ?? [] { roles.append(try guild.role(named: role)) }
        for _ in 0..<(member["count"]?.integer ?? 1) {
            let id = member["user"]?.id ?? guild.world.newID()
            if guild.world.users[id] == nil {
                guild.world.addUser(
                    id: id, member["username"]?.string ?? "user-\(id)",
                    isBot: member["is_bot"]?.bool ?? false)
            }
            guild.addMember(id, roles: roles, isOnline: member["online"]?.bool ?? false)
            guild.members[id]?.nickname = member["nickname"]?.string
        }
    }

    private func setProfile(_ json: JSON, of guild: EmulatedGuild) throws(WorldFault) {
        let known: Set = [
            "description", "verification_level", "premium_tier", "premium_subscription_count",
            "preferred_locale", "afk_timeout", "mfa_level", "nsfw_level", "system_channel",
            "rules_channel", "public_updates_channel", "widget_channel", "features",
        ]
        try checkMembers(json, known, "a profile")
        var profile = GuildProfile()
        profile.description = json["description"]?.string
        profile.features = json["features"]?.elements.compactMap(\.string) ?? []
        profile.verificationLevel = json["verification_level"]?.integer ?? 0
        profile.premiumTier = json["premium_tier"]?.integer ?? 0
        profile.premiumSubscriptionCount = json["premium_subscription_count"]?.integer ?? 0
        profile.preferredLocale = json["preferred_locale"]?.string ?? "en-US"
        profile.afkTimeout = json["afk_timeout"]?.integer ?? 300
        profile.mfaLevel = json["mfa_level"]?.integer ?? 0
        profile.nsfwLevel = json["nsfw_level"]?.integer ?? 0
        let channel = { (name: String) throws(WorldFault) -> Snowflake? in
            guard let value = json.value(name) else { return nil }
            return try guild.channel(named: value)
        }
        profile.systemChannel = try channel("system_channel")
        profile.rulesChannel = try channel("rules_channel")
        profile.publicUpdatesChannel = try channel("public_updates_channel")
        profile.widgetChannel = try channel("widget_channel")
        guild.profile = profile
    }
}

extension EmulatedGuild {
    /// A role by its id or its name.
    func role(named json: JSON) throws(WorldFault) -> Snowflake {
        if let id = json.id, roles[id] != nil { return id }
        if let role = roles.values.first(where: { $0.name == json.string }) { return role.id }
        throw WorldFault("guild \(id) has no role \(json.text)")
    }

    /// A channel by its id or its name.
    func channel(named json: JSON) throws(WorldFault) -> Snowflake {
        if let id = json.id, channel(id) != nil { return id }
        if let found = channels.first(where: { $0.name == json.string }) { return found.id }
        throw WorldFault("guild \(id) has no channel \(json.text)")
    }

    @discardableResult
    func add(invite json: JSON) throws(WorldFault) -> EmulatedInvite {
        let known: Set = [
            "guild", "code", "channel", "inviter", "max_uses", "max_age", "uses", "temporary",
        ]
        try checkMembers(json, known, "an invite")
        let target: Snowflake
        if let named = json.value("channel") {
            target = try channel(named: named)
        } else if let first = channels.first {
            target = first.id
        } else {
            throw WorldFault("an invite needs a channel")
        }
        return addInvite(
            json["code"]?.string ?? world.newInviteCode(), to: target, by: json["inviter"]?.id,
            maximumUses: json["max_uses"]?.integer ?? 0, maximumAge: json["max_age"]?.integer ?? 0,
            uses: json["uses"]?.integer ?? 0, isTemporary: json["temporary"]?.bool ?? false)
    }
}
