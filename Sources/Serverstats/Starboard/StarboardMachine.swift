import Discord
import Effects
import Essentials

/// Decides what a starred message needs next. Pure: what is known goes in, one step comes out.
///
/// Where the contract is silent: a post that a moderator deleted is no entry, so the next call makes a new one, whether or not the
/// fleet reported the deletion. A message that is gone on Discord answers 200 and drops its entry; its post stays. If the settings
/// name another channel, posts stay and are edited where they are, and are given up where the bot can't reach them any more. Age
/// restriction is checked when a post is made; threads count as their channels do. `check/delete` sets `starboard_channel` to null.
enum StarboardMachine {
    enum Step: Hashable, Sendable {
        /// Send the post: a new one, or, with the same nonce, one that may have been sent already.
        case send(isNew: Bool)
        /// Look in the channel for a post that may have been sent.
        case search
        case edit(Snowflake)
        case remove(Snowflake)
        /// The post was never sent, and whoever was to send it has certainly ended.
        case conclude
    }

    /// Nil: everything is as it should be, or time must pass.
    /// - Parameters:
    ///   - hasSearched: under this claim, and no post was found.
    static func step(
        _ entry: StarboardEntry, stars: Int, needed: Int, hasSearched: Bool = false
    ) -> Step? {
        switch entry.state {
        case .posting:
            return resume(entry, isWanted: stars >= needed, hasSearched: hasSearched)
        case .removing:
            // Begun, so it's ended first: the deletion may still be on its way, and the post isn't to be counted on.
            return entry.post.map(Step.remove) ?? .conclude
        case .settled, .editing:
            guard let post = entry.post else {
                return stars >= needed ? .send(isNew: true) : nil
            }
            if stars < needed { return .remove(post) }
            return entry.state == .settled && entry.stars == stars ? nil : .edit(post)
        }
    }

    /// Somebody was about to send the post and never told what came of it.
    private static func resume(
        _ entry: StarboardEntry, isWanted: Bool, hasSearched: Bool
    ) -> Step? {
        if isWanted {
            let isForgotten = entry.firstSent.map { $0 > MessageSearch.nonceLimit } ?? true
            return isForgotten && !hasSearched ? .search : .send(isNew: false)
        }
        guard hasSearched else { return .search }
        let hasEnded = entry.lastSent.map { $0 > MessageSearch.callLimit } ?? true
        return hasEnded ? .conclude : nil
    }

    /// Whether an entry's post is given up: its message or channel is gone, or it stands where the bot may not go any
    /// more and where the starboard no longer is.
    static func givesUp(
        _ entry: StarboardEntry, at step: Step, after error: DiscordError, starboard: Snowflake
    ) -> Bool {
        guard step != .send(isNew: true) else { return false }
        let isGone = error.isGone(.channel, .message)
        return isGone || error == .foreign(.channel)
            || (error.isForbidden && entry.channel != starboard)
    }

    /// Whether a post is to be deleted that was sent by a claim which was lost meanwhile.
    ///
    /// - Parameters:
    ///   - attempt: what it was sent with.
    ///   - entry: the attempt and the post there are now; nil where the entry is gone.
    static func isOrphan(
        _ post: Snowflake, attempt: Int64, now entry: (attempt: Int64?, post: Snowflake?)?
    ) -> Bool {
        guard let entry else { return true }
        if let known = entry.post { return known != post }
        // Whoever goes on with this attempt gets this very post from Discord.
        return entry.attempt != attempt
    }
}
