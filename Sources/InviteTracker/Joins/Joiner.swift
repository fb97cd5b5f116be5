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

    init(_ member: Snowflake, joinedAt: Timestamp? = nil, isBot: Bool? = nil) {
        self.member = member
        self.joinedAt = joinedAt?.inWholeMilliseconds
        self.isBot = isBot
    }

    /// With what the request leaves out read from Discord. Where Discord fails, the join is stored all the same: it would be lost
    /// otherwise.
    func completed(in guild: Snowflake, _ calls: DiscordCalls) async -> Joiner {
        guard joinedAt == nil || isBot == nil else { return self }
        var joiner = self
        do throws(DiscordError) {
            guard let found = try await calls.memberIfPresent(member, of: guild) else {
                joiner.isGone = joinedAt == nil
                return joiner
            }
            let time = found.joinedAt.flatMap(Timestamp.init(iso8601:))
            joiner.joinedAt = joinedAt ?? time?.inWholeMilliseconds
            joiner.isBot = isBot ?? found.user.isBot
        } catch {}
        return joiner
    }
}

extension Timestamp {
    fileprivate var inWholeMilliseconds: Timestamp {
        Timestamp(microseconds: microseconds / 1_000 * 1_000)
    }
}
