import Modules

/// Decides a starred message's next step. Pure: state in, one step out.
///
/// Where the contract is silent: a post that a moderator deleted is no entry, so the next call makes a new one, whether or not the
/// fleet reported the deletion. A message that is gone on Discord answers 200 and drops its entry; its post stays. If the settings
/// name another channel, posts stay and are edited where they are, and are given up where the bot can't reach them any more. Age
/// restriction is checked when a post is made; threads count as their channels do. `check/delete` sets `starboard_channel` to null.
enum StarboardMachine {
    enum Step: Hashable, Sendable {
        /// Send the post: a new one, or, with the same nonce, one that may already have been sent.
        case send(isNew: Bool)
        /// Search the channel for a post that may have been sent.
        case search
        case edit(Snowflake)
        case remove(Snowflake)
        /// The post was never sent, and no call that could send it is still running.
        case conclude
    }

    /// Returns nil if nothing is to be done, or not yet.
    /// - Parameters:
    ///   - hasSearched: a search under this claim found no post.
    static func step(
        _ entry: StarboardEntry, stars: Int, needed: Int, hasSearched: Bool = false
    ) -> Step? {
        switch entry.state {
        case .posting:
            return resume(entry, isWanted: stars >= needed, hasSearched: hasSearched)
        case .removing:
            // Finish a deletion that was begun: it may still take effect, so the post can't be relied on.
            return entry.post.map(Step.remove) ?? .conclude
        case .settled, .editing:
            guard let post = entry.post else {
                return stars >= needed ? .send(isNew: true) : nil
            }
            if stars < needed { return .remove(post) }
            return entry.state == .settled && entry.stars == stars ? nil : .edit(post)
        }
    }

    /// A previous attempt to send the post has an unknown result.
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

    /// Whether to give up an entry's post: its message or channel is gone, or the bot has no access to its channel, which
    /// is no longer the starboard's.
    static func givesUp(
        _ entry: StarboardEntry, at step: Step, after error: DiscordError, starboard: Snowflake
    ) -> Bool {
        guard step != .send(isNew: true) else { return false }
        let isGone = error.isGone(.channel, .message)
        return isGone || error == .foreign(.channel)
            || (error.isForbidden && entry.channel != starboard)
    }

    /// Whether to delete a post that was sent under a claim that has since been lost.
    ///
    /// - Parameters:
    ///   - attempt: the attempt that sent it.
    ///   - entry: the entry's current attempt and post; nil if the entry is gone.
    static func isOrphan(
        _ post: Snowflake, attempt: Int64, now entry: (attempt: Int64?, post: Snowflake?)?
    ) -> Bool {
        guard let entry else { return true }
        if let known = entry.post { return known != post }
        // A later send of the same attempt gets this very post from Discord, by its nonce.
        return entry.attempt != attempt
    }
}
