import Essentials
import EventLoop

/// Who calls.
enum Caller {
    case bot
    case user(OAuthGrant)
    /// Nobody said; some paths hold a token themselves.
    case nobody
}

/// One call that has found its route.
@LoopActor
struct Exchange {
    let world: World
    let caller: Caller
    /// The path's values at the pattern's places, decoded, in order.
    let parameters: [String]
    let query: [String: String]
    /// Null where there is none.
    let body: JSON
    /// Of the audit log.
    let reason: String?

    var bot: Snowflake { world.bot.id }

    /// The id at the pattern's place.
    func id(_ place: Int) throws(Refusal) -> Snowflake {
        guard let id = Snowflake(decimal: parameters[place]) else {
            throw Self.notSnowflake("id", parameters[place])
        }
        return id
    }

    /// An id of the query; nil where there is none.
    func queryID(_ name: String) throws(Refusal) -> Snowflake? {
        guard let text = query[name] else { return nil }
        // Discord takes 0 for "from the start".
        if text == "0" { return nil }
        guard let id = Snowflake(decimal: text) else { throw Self.notSnowflake(name, text) }
        return id
    }

    /// A number of the query, which must lie within the bounds.
    func queryNumber(
        _ name: String, default standard: Int, _ bounds: ClosedRange<Int>
    ) throws(Refusal) -> Int {
        guard let text = query[name] else { return standard }
        guard let number = Int(text) else {
            throw .invalidForm(
                name, "NUMBER_TYPE_COERCE", "Value \"\(text)\" is not int.")
        }
        guard bounds.contains(number) else {
            throw .invalidForm(
                name, number < bounds.lowerBound ? "NUMBER_TYPE_MIN" : "NUMBER_TYPE_MAX",
                "int value should be between \(bounds.lowerBound) and \(bounds.upperBound).")
        }
        return number
    }

    private static func notSnowflake(_ name: String, _ text: String) -> Refusal {
        .invalidForm(name, "NUMBER_TYPE_COERCE", "Value \"\(text)\" is not snowflake.")
    }

    // MARK: Finding things

    /// A guild that the bot is in. Others exist for it as little as those that don't.
    func guild(_ place: Int = 0) throws(Refusal) -> EmulatedGuild {
        guard let guild = world.guilds[try id(place)] else { throw .unknownGuild }
        guard guild.hasBot else { throw .missingAccess }
        return guild
    }

    /// A channel that the bot can see.
    func channel(_ place: Int = 0) throws(Refusal) -> EmulatedChannel {
        guard let channel = world.channels[try id(place)] else { throw .unknownChannel }
        guard permissions(in: channel).contains(.viewChannel) else { throw .missingAccess }
        return channel
    }

    /// A message in a channel that the bot can see and read back in.
    func message(_ place: Int = 1, in channel: EmulatedChannel) throws(Refusal) -> EmulatedMessage {
        guard permissions(in: channel).contains(.readMessageHistory) else {
            throw .missingPermissions
        }
        guard let message = channel.message(try id(place)) else { throw .unknownMessage }
        return message
    }

    func permissions(in channel: EmulatedChannel) -> PermissionBits {
        channel.guild.permissions(of: bot, in: channel)
    }

    func require(
        _ permissions: PermissionBits, in channel: EmulatedChannel
    ) throws(Refusal) {
        guard self.permissions(in: channel).isSuperset(of: permissions) else {
            throw .missingPermissions
        }
    }

    func require(_ permissions: PermissionBits, in guild: EmulatedGuild) throws(Refusal) {
        guard guild.permissions(of: bot).isSuperset(of: permissions) else {
            throw .missingPermissions
        }
    }
}
