import Essentials

/// The addresses of pictures.
extension User {
    /// Where the account's picture is; everyone has one, if only one of Discord's own.
    package var avatarURL: String {
        guard let avatar else { return User.defaultAvatarURL(id, discriminator: discriminator) }
        return "\(User.pictures)/avatars/\(id)/\(avatar).\(User.format(of: avatar))"
    }

    fileprivate static let pictures = "https://cdn.discordapp.com"

    /// Those whose hash begins so are animated.
    fileprivate static func format(of hash: String) -> String {
        hash.hasPrefix("a_") ? "gif" : "png"
    }

    /// Six pictures by id; five by discriminator for accounts that still have one.
    static func defaultAvatarURL(_ id: Snowflake, discriminator: String? = nil) -> String {
        let number = discriminator.flatMap { Int64($0) } ?? 0
        let index = number > 0 ? number % 5 : (id.rawValue >> 22) % 6
        return "\(pictures)/embed/avatars/\(index).png"
    }
}

extension Guild {
    /// Where its icon is, if it has one.
    package var iconURL: String? {
        icon.map { "\(User.pictures)/icons/\(id)/\($0).\(User.format(of: $0))" }
    }
}

extension Member {
    /// The picture shown in this guild.
    package func avatarURL(in guild: Snowflake) -> String {
        guard let avatar else { return user.avatarURL }
        return
            "\(User.pictures)/guilds/\(guild)/users/\(user.id)/avatars/\(avatar).\(User.format(of: avatar))"
    }
}
