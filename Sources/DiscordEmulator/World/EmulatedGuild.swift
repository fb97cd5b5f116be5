import Essentials
import EventLoop

/// A guild with its roles, channels, members and invites.
@LoopActor
package final class EmulatedGuild {
    package nonisolated let id: Snowflake
    package var name: String
    package var owner: Snowflake
    package internal(set) var roles: [Snowflake: EmulatedRole] = [:]
    /// In the order in which they were made.
    package internal(set) var channels: [EmulatedChannel] = []
    package internal(set) var members: [Snowflake: EmulatedMember] = [:]
    package internal(set) var invites: [String: EmulatedInvite] = [:]
    package var vanity = EmulatedVanity()
    /// The guild's own emoji: id and name.
    package var emojis: [Snowflake: String] = [:]
    /// Beyond the listed members, so that large guilds need no member objects.
    package var unlistedMembers = 0
    package var unlistedPresences = 0
    package var profile = GuildProfile()

    unowned let world: World

    init(id: Snowflake, name: String, owner: Snowflake, world: World) {
        self.id = id
        self.name = name
        self.owner = owner
        self.world = world
    }

    package var memberCount: Int { members.count + unlistedMembers }

    package var presenceCount: Int {
        members.values.reduce(unlistedPresences) { $0 + ($1.isOnline ? 1 : 0) }
    }

    /// @everyone's.
    var everyone: EmulatedRole? { roles[id] }

    /// The role that came with the bot.
    package var botRole: EmulatedRole? { roles.values.first { $0.bot == world.bot.id } }

    package var hasBot: Bool { members[world.bot.id] != nil }

    package func channel(_ id: Snowflake) -> EmulatedChannel? { channels.first { $0.id == id } }

    /// By rising positions.
    var rolesInOrder: [EmulatedRole] { roles.values.sorted { $0.isBelow($1) } }

    /// As Discord lists them: nothing follows from the order.
    var rolesByID: [EmulatedRole] { roles.values.sorted { $0.id < $1.id } }

    /// How many members have a role.
    package func memberCount(of role: EmulatedRole) -> Int {
        members.values.reduce(role.unlistedMembers) { $0 + ($1.roles.contains(role.id) ? 1 : 0) }
    }
}

extension EmulatedGuild {
    /// A guild with a vanity URL has Discord's feature for it.
    var features: [String] {
        let isListed = vanity.code == nil || profile.features.contains("VANITY_URL")
        return profile.features + (isListed ? [] : ["VANITY_URL"])
    }
}

/// A guild's vanity URL.
package struct EmulatedVanity: Sendable {
    package var code: String?
    package var uses = 0
    /// How many of the next answers are empty, as Discord's have been seen to be now and then.
    package var emptyAnswers = 0

    package init(code: String? = nil, uses: Int = 0) {
        self.code = code
        self.uses = uses
    }
}

/// A guild's description of itself.
package struct GuildProfile: Sendable {
    package var description: String?
    /// One of Discord's: 60, 300, 900, 1800, 3600.
    package var afkTimeout = 300
    package var mfaLevel = 0
    package var nsfwLevel = 0
    package var verificationLevel = 0
    package var premiumTier = 0
    /// Boosts.
    package var premiumSubscriptionCount = 0
    package var preferredLocale = "en-US"
    package var afkChannel: Snowflake?
    package var systemChannel: Snowflake?
    package var rulesChannel: Snowflake?
    package var publicUpdatesChannel: Snowflake?
    package var widgetChannel: Snowflake?
    package var icon: String?
    package var features: [String] = []

    package init() {}
}
