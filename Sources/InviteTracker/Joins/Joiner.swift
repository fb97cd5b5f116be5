import Discord
import Essentials

/// Who joined: as the request tells it, or as Discord says.
struct Joiner: Sendable {
    let member: Snowflake
    /// To the millisecond; nil where nobody knows.
    var joinedAt: Timestamp?
    /// Nil where nobody knows.
    var isBot: Bool?
    /// They have left again.
    var isGone = false
    /// Why Discord didn't say who it was.
    var failure: DiscordError?

    init(_ member: Snowflake, joinedAt: Timestamp? = nil, isBot: Bool? = nil) {
        self.member = member
        self.joinedAt = joinedAt?.inWholeMilliseconds
        self.isBot = isBot
    }

    /// With what the request leaves out read from Discord. Where Discord fails, the join is stored all the same, and waits until
    /// it's told again.
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
            // A bot may have been thrown out at once.
            if isBot == nil { isBot = try await calls.userIfPresent(member)?.isBot ?? false }
        }
    }
}

extension Timestamp {
    fileprivate var inWholeMilliseconds: Timestamp {
        Timestamp(microseconds: microseconds / 1_000 * 1_000)
    }
}
