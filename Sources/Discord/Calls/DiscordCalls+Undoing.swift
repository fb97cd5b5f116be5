import EventLoop

/// Calls that undo others.
extension DiscordCalls {
    /// Calls that put right what earlier ones have done: they may wait anew, however late it is.
    package var forUndoing: DiscordCalls {
        DiscordCalls(
            client: client, waitLimit: Instant.now() + Self.longestWait, urgency: urgency,
            trace: trace, guild: guild, caller: caller)
    }
}
