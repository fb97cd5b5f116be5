import Essentials

/// An application at Discord: what bots and OAuth tokens belong to.
struct Application: DiscordModel {
    let id: Snowflake

    init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
    }
}
