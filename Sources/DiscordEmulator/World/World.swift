import Essentials
import EventLoop

/// All that the emulator knows: one bot, guilds, users. Tests build it and look at it directly.
@LoopActor
package final class World {
    package let clock: EmulatorClock
    package let limits: RateLimits
    /// The bot's.
    package var token = "emulated-bot-token"
    package internal(set) var bot: EmulatedUser
    package internal(set) var guilds: [Snowflake: EmulatedGuild] = [:]
    package internal(set) var users: [Snowflake: EmulatedUser] = [:]
    package var intents = Intents()
    /// How long Discord remembers a nonce: "the past few minutes".
    package var nonceMemory = Duration.seconds(300)

    /// Pages that are shorter than asked though more follows, as Discord's are where what stood there is hidden.
    package var shortPages = ShortPages()

    var channels: [Snowflake: EmulatedChannel] = [:]
    var grants: [String: OAuthGrant] = [:]
    var interactions: [String: EmulatedInteraction] = [:]
    var nonces: [String: EmulatedMessage] = [:]
    private var ids = SnowflakeSource()

    /// The bot's privileged intents, which also govern what HTTP shows.
    package struct Intents: Sendable {
        package var members = true
        package var messageContent = true
    }

    package init() {
        let clock = EmulatorClock()
        self.clock = clock
        limits = RateLimits(clock: clock)
        bot = EmulatedUser(id: ids.next(at: .now()), username: "kennel", isBot: true)
        users[bot.id] = bot
    }

    /// The bot's application has the same id.
    package var application: Snowflake { bot.id }

    package func newID() -> Snowflake { ids.next(at: clock.now) }

    package func channel(_ id: Snowflake) -> EmulatedChannel? { channels[id] }

    /// Guilds the bot is in, by rising ids.
    package var botGuilds: [EmulatedGuild] {
        guilds.values.filter(\.hasBot).sorted { $0.id < $1.id }
    }

    /// Forgets everything but the bot, its token and the time.
    package func clear() {
        guilds = [:]
        users = [bot.id: bot]
        channels = [:]
        grants = [:]
        interactions = [:]
        nonces = [:]
    }

    /// Puts another account in the bot's place; for before there are guilds.
    package func setBot(id: Snowflake, username: String) {
        users[bot.id] = nil
        bot = EmulatedUser(id: id, username: username, isBot: true)
        users[id] = bot
    }

    // MARK: Building

    /// - Parameters:
    ///   - token: an OAuth access token of the user's.
    ///   - application: whom it was issued to; nil: the bot's own application.
    @discardableResult
    package func addUser(
        id: Snowflake? = nil, _ username: String = "user", token: String? = nil,
        scopes: Set<String> = ["identify", "guilds"], application: Snowflake? = nil,
        isBot: Bool = false
    ) -> EmulatedUser {
        let user = EmulatedUser(id: id ?? newID(), username: username, isBot: isBot)
        users[user.id] = user
        if let token {
            grants[token] = OAuthGrant(
                user: user, scopes: scopes, application: application ?? self.application)
        }
        return user
    }

    /// From now on the token is refused.
    package func revoke(token: String) { grants[token] = nil }

    /// A guild with @everyone, its owner and, unless told otherwise, the bot with its own role, at position 100.
    /// - Parameter owner: made where there is no such user.
    @discardableResult
    package func addGuild(
        id: Snowflake? = nil, name: String = "Guild", owner: Snowflake? = nil,
        hasBot: Bool = true, botPermissions: PermissionBits = .bot
    ) -> EmulatedGuild {
        let ownerID = owner ?? newID()
        let guild = EmulatedGuild(id: id ?? newID(), name: name, owner: ownerID, world: self)
        guilds[guild.id] = guild
        guild.roles[guild.id] = EmulatedRole(
            id: guild.id, name: "@everyone", permissions: .everyone, position: 0)
        guild.addMember(ownerID)
        if hasBot { guild.addBot(permissions: botPermissions) }
        return guild
    }

    package func removeGuild(_ id: Snowflake) {
        guard let guild = guilds.removeValue(forKey: id) else { return }
        for channel in guild.channels { channels[channel.id] = nil }
    }

    /// The user, made where there is none.
    func provideUser(_ id: Snowflake) -> EmulatedUser {
        users[id] ?? addUser(id: id, "user-\(id)")
    }
}
