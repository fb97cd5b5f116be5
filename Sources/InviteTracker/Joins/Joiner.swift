import Modules

/// The member who joined, from the request and from Discord.
struct Joiner: Sendable {
    let member: Snowflake
    /// In whole milliseconds; nil if unknown.
    var joinedAt: Timestamp?
    /// Nil if unknown.
    var isBot: Bool?
    /// They have left again.
    var isGone = false
    /// The error of reading the member from Discord.
    var failure: DiscordError?

    init(_ member: Snowflake, joinedAt: Timestamp? = nil, isBot: Bool? = nil) {
        self.member = member
        self.joinedAt = joinedAt?.inWholeMilliseconds
        self.isBot = isBot
    }

    /// Reads the fields that the request omits from Discord. If Discord fails, the join is stored all the same, and waits until
    /// it's reported again.
    func completed(in guild: Snowflake, _ calls: DiscordCalls) async -> Joiner {
        guard joinedAt == nil || isBot == nil else { return self }
        var joiner = self
        do throws(DiscordError) {
            try await joiner.read(in: guild, calls)
        } catch {
            joiner.failure = error
        }
        return joiner
    }

    private mutating func read(
        in guild: Snowflake, _ calls: DiscordCalls
    ) async throws(DiscordError) {
        if let found = try await calls.memberIfPresent(member, of: guild) {
            let time = found.joinedAt.flatMap(Timestamp.init(iso8601:))
            joinedAt = joinedAt ?? time?.inWholeMilliseconds
            isBot = isBot ?? found.user.isBot
        } else {
            isGone = joinedAt == nil
            // A bot may have been kicked at once.
            if isBot == nil { isBot = try await calls.userIfPresent(member)?.isBot ?? false }
        }
    }
}

extension Timestamp {
    fileprivate var inWholeMilliseconds: Timestamp {
        Timestamp(microseconds: microseconds / 1_000 * 1_000)
    }
}
