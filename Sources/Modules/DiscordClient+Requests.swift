import API
import Discord
import Essentials
import EventLoop

extension DiscordClient {
    /// The calls made for a request: they may wait until 15 s after its arrival, and pass its trace on.
    package func acting(for context: RequestContext) -> DiscordCalls {
        acting(
            until: context.arrival + DiscordCalls.longestWait,
            for: CallParty(context.caller, in: context.guild), person: context.caller.person,
            trace: context.trace)
    }
}

extension CallParty {
    /// A guild's business is what its administrators and the fleet do in it. Users who only see to their own data count for
    /// themselves, whichever guild they name.
    package init(_ caller: API.Caller, in guild: Snowflake?) {
        switch caller {
        case .apiKey(let own, let id, _): self.init(guild: guild ?? own, caller: .apiKey(id))
        case .user(let id, let administered):
            let guild = guild.flatMap { administered.contains($0) ? $0 : nil }
            self.init(guild: guild, caller: .user(id))
        case .service, .anonymous: self.init(guild: guild, caller: nil)
        }
    }
}

extension DiscordError: APIErrorConvertible {
    package var apiError: APIError {
        if case .foreign = self { .unprocessable(words) } else { .discord(words) }
    }
}
