import Essentials
import EventLoop

/// An interaction that somebody had with the bot, and its follow-ups.
@LoopActor
package final class EmulatedInteraction {
    package let token: String
    package let channel: Snowflake?
    package let createdAt: Timestamp
    package internal(set) var followUps: [EmulatedMessage] = []

    init(token: String, channel: Snowflake?, createdAt: Timestamp) {
        self.token = token
        self.channel = channel
        self.createdAt = createdAt
    }
}
