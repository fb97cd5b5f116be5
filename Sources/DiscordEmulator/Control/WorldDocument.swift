import Essentials
import EventLoop

/// Builds a world, or a part of one, from JSON: what `--world FILE` and `/_control/world` take.
@LoopActor
package struct WorldDocument {
    private let json: JSON

    package init(_ json: JSON) { self.json = json }

    package init(parsing text: String) throws(WorldFault) {
        guard let json = JSON(parsing: text), case .object = json else {
            throw WorldFault("the document isn't a JSON object")
        }
        self.json = json
    }

    /// Adds all that the document names. - Returns: the guilds, in order.
    @discardableResult
    package func build(in world: World) throws(WorldFault) -> [EmulatedGuild] {
        try checkMembers(
            json, ["token", "bot", "users", "guilds", "each", "first_id", "comment"], "the world")
        if let token = json["token"]?.string { world.token = token }
        if let bot = json.value("bot") {
            guard world.guilds.isEmpty else { throw WorldFault("the bot has guilds already") }
            let id = try bot["id"].map { json throws(WorldFault) in try readID(json, "bot.id") }
            world.setBot(id: id ?? world.bot.id, username: bot["username"]?.string ?? "kennel")
        }
        for user in json["users"]?.elements ?? [] { try world.add(user: user) }
        return try buildGuilds(in: world)
    }

    private func buildGuilds(in world: World) throws(WorldFault) -> [EmulatedGuild] {
        var guilds: [EmulatedGuild] = []
        if let count = json["guilds"]?.integer {
            let first = json["first_id"]?.id
            for number in 0..<count {
                let id = first.flatMap { Snowflake(rawValue: $0.rawValue + Int64(number)) }
                let each = json["each"] ?? .object([])
                guilds.append(try GuildDocument(each, number: number + 1).build(in: world, id: id))
            }
        } else {
            for (index, guild) in (json["guilds"]?.elements ?? []).enumerated() {
                guilds.append(try GuildDocument(guild, number: index + 1).build(in: world))
            }
        }
        return guilds
    }
}

/// Unknown members are errors; they aren't ignored.
func checkMembers(
    _ json: JSON, _ known: Set<String>, _ place: String
) throws(WorldFault) {
    for member in json.members where !known.contains(member.key) {
        throw WorldFault("\(place) has no “\(member.key)”; it has \(known.sorted())")
    }
}

func readID(_ json: JSON, _ place: String) throws(WorldFault) -> Snowflake {
    guard let id = json.id else { throw WorldFault("\(place): \(json.text) is no id") }
    return id
}

extension World {
    @discardableResult
    func add(user json: JSON) throws(WorldFault) -> EmulatedUser {
        let known: Set = [
            "id", "username", "global_name", "avatar", "discriminator", "is_bot", "token", "scopes",
            "application",
        ]
        try checkMembers(json, known, "a user")
        let scopes = json["scopes"]?.elements.compactMap(\.string) ?? ["identify", "guilds"]
        let user = addUser(
            id: json["id"]?.id, json["username"]?.string ?? "user", token: json["token"]?.string,
            scopes: Set(scopes), application: json["application"]?.id,
            isBot: json["is_bot"]?.bool ?? false)
        user.globalName = json["global_name"]?.string
        user.avatar = json["avatar"]?.string
        if let text = json["discriminator"]?.string { user.discriminator = text }
        return user
    }
}
