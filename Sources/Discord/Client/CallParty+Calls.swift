import API
import Essentials

/// The party of a request's calls.
extension CallParty {
    /// A guild's business is what its administrators and the fleet do in it. Users who only see to their own data count for
    /// themselves, whichever guild they name.
    init(_ calls: DiscordCalls) {
        switch calls.caller {
        case .apiKey(let guild, let id, _):
            self.init(guild: calls.guild ?? guild, caller: .apiKey(id))
        case .user(let id, let administered):
            let guild = calls.guild.flatMap { administered.contains($0) ? $0 : nil }
            self.init(guild: guild, caller: .user(id))
        case .service, .anonymous, nil:
            self.init(guild: calls.guild, caller: nil)
        }
    }
}
