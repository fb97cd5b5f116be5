import Modules

/// Sends responses to one message. Values of variables are read from Discord once.
@LoopActor
struct ResponseSender {
    enum Result {
        case sent
        /// Refused for good, with the reason in words.
        case refused(String)
        /// It may succeed later.
        case unsettled(DiscordError, mayBeSent: Bool)
        /// The message or its channel is gone.
        case messageGone
    }

    let discord: DiscordCalls
    let guild: Snowflake
    let channel: Snowflake
    let message: Snowflake
    private let author: Person?
    private let variables: VariableSource

    init(
        discord: DiscordCalls, guild: Snowflake, channel: Snowflake, message: Snowflake,
        author: Person?
    ) {
        self.discord = discord
        self.guild = guild
        self.channel = channel
        self.message = message
        self.author = author
        variables = VariableSource(
            discord, VariableScene(guild: guild, user: author, channel: channel))
    }

    func send(_ response: Response, trigger: Int64) async -> Result {
        var hasBegun = false
        do throws(DiscordError) {
            let place = try await discord.channel(channel, of: guild)
            switch response.type {
            case .reaction:
                try await discord.addReaction(response.emoji, to: message, in: place)
            case .message, .embed:
                guard var draft = try await draft(of: response) else {
                    return .refused("Its variables leave nothing to be sent.")
                }
                draft.nonce = nonce(trigger, response.id)
                hasBegun = true
                _ = try await discord.createMessage(draft, in: place)
            }
            return .sent
        } catch {
            if error.isGone(.message, .channel) { return .messageGone }
            if error.isFinal { return .refused(error.words) }
            return .unsettled(error, mayBeSent: hasBegun && error.effect == .unknown)
        }
    }

    func stored(_ response: Response) -> StoredMessage? {
        try? StoredMessage(response.content ?? "", isEmbed: response.type == .embed)
    }

    func draft(of response: Response) async throws(DiscordError) -> MessageDraft? {
        // Contents are validated when stored; an unreadable one was written by other means.
        guard let stored = stored(response) else { return nil }
        let values = try await variables.values(for: stored.names)
        return stored.draft(values, mentioning: author.map { [$0.id] } ?? [])
    }

    /// The same for every attempt of a step; 24 characters.
    private func nonce(_ trigger: Int64, _ response: Int64) -> String {
        let step = "autoresponder \(guild) \(message) \(trigger) \(response)"
        return String(SHA256Digest.hash(step).hex.prefix(24))
    }
}
