import Essentials

/// A Discord account.
package struct User: DiscordModel {
    package let id: Snowflake
    package let username: String
    package let globalName: String?
    package let discriminator: String?
    /// The avatar's hash.
    package let avatar: String?
    package let isBot: Bool

    package init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
        username = json.text("username") ?? ""
        globalName = json.text("global_name")
        discriminator = json.text("discriminator")
        avatar = json.text("avatar")
        isBot = json.flag("bot")
    }
}

/// A guild as a user's own list shows it (`GET /users/@me/guilds`).
package struct UserGuild: DiscordModel {
    package let id: Snowflake
    package let isOwner: Bool
    package let permissions: Permissions

    package init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
        isOwner = json.flag("owner")
        permissions = Permissions(decimal: json.text("permissions") ?? "")
    }
}
