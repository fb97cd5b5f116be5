import Modules

/// The names behind a guild's ids.
struct GuildDirectory: Documented {
    let name: String
    let iconURL: String?
    let channels: [DirectoryChannel]
    let roles: [DirectoryRole]

    static let title: String? = "GuildDirectory"
    static let members: Members = [
        .member("name", \.name), .member("icon_url", \.iconURL), .member("channels", \.channels),
        .member("roles", \.roles),
    ]

    init(_ guild: Guild, channels: [Channel]) {
        name = guild.name
        iconURL = guild.iconURL
        self.channels = channels.map(DirectoryChannel.init)
        roles = guild.roles.map(DirectoryRole.init)
    }
}

/// A guild, as a list of several shows it.
struct DirectoryGuild: Documented {
    let id: Snowflake
    let name: String
    let iconURL: String?

    static let members: Members = [
        .member("id", \.id), .member("name", \.name), .member("icon_url", \.iconURL),
    ]

    init(_ guild: Guild) {
        (id, name, iconURL) = (guild.id, guild.name, guild.iconURL)
    }
}

struct DirectoryChannel: Documented {
    let id: Snowflake
    let name: String?
    /// Discord's number: 0 text, 2 voice, 4 category …
    let type: Int
    let parent: Snowflake?

    static let members: Members = [
        .member("id", \.id), .member("name", \.name), .member("type", \.type),
        .member("parent_id", \.parent),
    ]

    init(_ channel: Channel) {
        (id, name, type, parent) = (channel.id, channel.name, channel.type, channel.parent)
    }
}

struct DirectoryRole: Documented {
    let id: Snowflake
    let name: String
    /// 0xRRGGBB; 0: none.
    let color: Int
    let position: Int

    static let members: Members = [
        .member("id", \.id), .member("name", \.name), .member("color", \.color),
        .member("position", \.position),
    ]

    init(_ role: Role) {
        (id, name, color, position) = (role.id, role.name, role.color, role.position)
    }
}

/// A member of a guild; without name and picture for who is gone.
struct DirectoryMember: Documented {
    let id: Snowflake
    let name: String?
    let avatarURL: String?

    static let members: Members = [
        .member("id", \.id), .member("name", \.name), .member("avatar_url", \.avatarURL),
    ]

    init(_ id: Snowflake, _ member: Member?, in guild: Snowflake) {
        self.id = id
        name = member.map { $0.nickname ?? $0.user.globalName ?? $0.user.username }
        avatarURL = member?.avatarURL(in: guild)
    }
}
