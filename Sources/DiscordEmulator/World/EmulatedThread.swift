import Essentials
import EventLoop

/// The part of a thread that other channels don't have.
package struct EmulatedThread: Sendable {
    package var owner: Snowflake
    package var isArchived = false
    /// Only who may manage threads opens it again.
    package var isLocked = false
    /// Who sees a private thread without managing threads.
    package var members: Set<Snowflake> = []
}

extension EmulatedChannel {
    static let privateThread = 12

    /// Discord's `ThreadResponse`: threads have no overwrites, they go by their parent's.
    func write(_ thread: EmulatedThread, to writer: inout ByteWriter) {
        writer.beginObject()
        writeCommonFields(to: &writer)
        writer.field("owner_id", thread.owner)
        writer.key("thread_metadata")
        writer.beginObject()
        writer.field("archived", thread.isArchived)
        writer.field("archive_timestamp", SnowflakeSource.time(of: id))
        writer.field("auto_archive_duration", 4320)
        writer.field("locked", thread.isLocked)
        writer.endObject()
        writer.field("message_count", messages.count)
        writer.field("member_count", thread.members.count)
        writer.field("total_message_sent", messages.count)
        writer.endObject()
    }

    /// The channel whose overwrites count: a thread's parent, else the channel itself.
    var permissionSource: EmulatedChannel {
        thread == nil ? self : parent.flatMap { guild.channel($0) } ?? self
    }

    /// Whether somebody is kept from a private thread.
    func isClosed(to user: Snowflake, with permissions: PermissionBits) -> Bool {
        guard let thread, type == Self.privateThread else { return false }
        return thread.owner != user && !thread.members.contains(user)
            && !permissions.contains(.manageThreads)
    }
}
