import API
import Essentials
import EventLoop
import Postgres

/// Callers whose tokens name them: `service`, `key-of-42` (an API key of guild 42), `user-7-of-42,43`
/// (user 7, who administers guilds 42 and 43), `down` (the database can't be asked), `hasty` (over its rate).
@LoopActor
package final class FixedCallers: CallerSource {
    package nonisolated init() {}

    package func caller(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller? {
        let token = String(decoding: bearer, as: UTF8.self)
        switch token {
        case "service": return .service(token: 1)
        case "down": throw DatabaseError.unavailable
        case "hasty": throw APIError.tooManyRequests(retryAfter: 1)
        default: return Self.key(token) ?? Self.user(token)
        }
    }

    private static func key(_ token: String) -> Caller? {
        guard token.hasPrefix("key-of-"), let guild = Snowflake(decimal: String(token.dropFirst(7)))
        else { return nil }
        return .apiKey(guild: guild, id: "1")
    }

    private static func user(_ token: String) -> Caller? {
        let parts = token.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "user", let user = Snowflake(decimal: String(parts[1]))
        else { return nil }
        let guilds = parts[3].split(separator: ",").compactMap { Snowflake(decimal: String($0)) }
        return .user(user, administers: Set(guilds))
    }
}
