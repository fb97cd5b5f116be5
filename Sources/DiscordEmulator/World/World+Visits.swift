import Essentials
import EventLoop

/// How somebody came into a guild.
package enum Entrance: Sendable {
    /// By an invite's code.
    case invite(String)
    case vanity
    /// Added by an application, as bots are: uses no invite.
    case oauth
}

extension World {
    /// Lets somebody join. An invite or vanity URL counts one more use; an invite that has its last one vanishes.
    /// - Returns: false where the invite doesn't exist or has ended, and for bots, which come by OAuth only.
    @discardableResult
    package func join(_ user: Snowflake, _ guild: EmulatedGuild, by entrance: Entrance) -> Bool {
        if case .oauth = entrance {} else if users[user]?.isBot == true { return false }
        switch entrance {
        case .invite(let code):
            guard let invite = guild.livingInvite(code) else { return false }
            invite.uses += 1
        case .vanity:
            guard guild.vanity.code != nil else { return false }
            guild.vanity.uses += 1
        case .oauth: break
        }
        guild.addMember(user)
        return true
    }

    /// An interaction with the bot, whose token lives for 15 minutes.
    @discardableResult
    package func addInteraction(
        token: String, in channel: Snowflake? = nil
    ) -> EmulatedInteraction {
        let interaction = EmulatedInteraction(
            token: token, channel: channel, createdAt: clock.now)
        interactions[token] = interaction
        return interaction
    }

    package func interaction(_ token: String) -> EmulatedInteraction? { interactions[token] }

    /// The invite with that code, wherever it leads; what has ended is cleared away.
    func invite(_ code: String) -> (EmulatedGuild, EmulatedInvite)? {
        for guild in guilds.values {
            if let invite = guild.livingInvite(code) { return (guild, invite) }
        }
        return nil
    }
}

extension EmulatedGuild {
    /// Nil for one that has expired or has been used up: those are gone.
    package func livingInvite(_ code: String) -> EmulatedInvite? {
        guard let invite = invites[code] else { return nil }
        guard !invite.hasEnded(at: world.clock.now) else {
            invites[code] = nil
            return nil
        }
        return invite
    }

    /// In the order in which they were made.
    package var livingInvites: [EmulatedInvite] {
        let now = world.clock.now
        invites = invites.filter { !$0.value.hasEnded(at: now) }
        return invites.values.sorted { ($0.createdAt, $0.code) < ($1.createdAt, $1.code) }
    }
}

extension World {
    /// The invite behind a vanity URL's code: nobody's, to the first channel.
    func vanityInvite(_ code: String) -> (EmulatedGuild, EmulatedInvite)? {
        guard let guild = guilds.values.first(where: { $0.vanity.code == code }) else { return nil }
        let invite = EmulatedInvite(
            code: code, channel: guild.channels.first?.id ?? guild.id, inviter: nil,
            maximumUses: 0, maximumAge: 0, isTemporary: false, createdAt: clock.now)
        return (guild, invite)
    }

    /// Eight letters and digits, different each time.
    func newInviteCode() -> String {
        let number = UInt64(bitPattern: newID().rawValue) &* 0x9E37_79B9_7F4A_7C15
        let text = String(number, radix: 36)
        return String(text.suffix(8))
    }
}
