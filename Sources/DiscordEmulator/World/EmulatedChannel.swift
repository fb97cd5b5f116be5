import Essentials
import EventLoop

/// A channel of a guild, with its messages.
@LoopActor
package final class EmulatedChannel {
    package nonisolated let id: Snowflake
    package unowned let guild: EmulatedGuild
    /// Discord's number: 0 text, 2 voice, 4 category …
    package let type: Int
    package internal(set) var name: String
    package internal(set) var topic: String?
    package internal(set) var parent: Snowflake?
    package internal(set) var position: Int
    package internal(set) var isNSFW = false
    package internal(set) var overwrites: [PermissionOverwrite] = []
    package internal(set) var userLimit = 0
    package internal(set) var bitrate = 64_000
    package internal(set) var slowmode = 0
    /// The part that only threads have; nil for other channels.
    package internal(set) var thread: EmulatedThread?
    /// By rising ids.
    package internal(set) var messages: [EmulatedMessage] = []

    package static let text = 0
    package static let voice = 2
    package static let category = 4
    package static let stage = 13

    init(
        id: Snowflake, guild: EmulatedGuild, type: Int, name: String, parent: Snowflake?,
        position: Int
    ) {
        self.id = id
        self.guild = guild
        self.type = type
        self.name = name
        self.parent = parent
        self.position = position
        guard (10...12).contains(type) else { return }
        // The bot hears only of threads that it is in, so it is, unless somebody says otherwise.
        let bot = guild.world.bot.id
        thread = EmulatedThread(owner: guild.owner, members: guild.hasBot ? [bot] : [])
    }

    var isVoice: Bool { type == Self.voice || type == Self.stage }

    /// Categories, forums and media channels hold channels or threads, no messages of their own.
    var takesMessages: Bool { ![Self.category, 14, 15, 16].contains(type) }

    package func message(_ id: Snowflake) -> EmulatedMessage? {
        let index = index(of: id)
        guard index < messages.count, messages[index].id == id else { return nil }
        return messages[index]
    }

    /// Where a message of that id is, or would be.
    func index(of id: Snowflake) -> Int {
        var (low, high) = (0, messages.count)
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func insert(_ message: EmulatedMessage) { messages.insert(message, at: index(of: message.id)) }

    func remove(_ message: EmulatedMessage) { messages.removeAll { $0 === message } }

    /// The members that channels and threads share.
    func writeCommonFields(to writer: inout ByteWriter) {
        writer.field("id", id)
        writer.field("type", type)
        writer.field("last_message_id", messages.last?.id)
        writer.field("flags", 0)
        writer.field("guild_id", guild.id)
        writer.field("name", name)
        writer.field("parent_id", parent)
        writer.field("rate_limit_per_user", slowmode)
    }

    /// Discord's `GuildChannelResponse`.
    func write(to writer: inout ByteWriter) {
        if let thread { return write(thread, to: &writer) }
        writer.beginObject()
        writeCommonFields(to: &writer)
        writer.field("position", position)
        writer.key("permission_overwrites")
        writer.beginArray()
        for overwrite in overwrites { overwrite.write(to: &writer) }
        writer.endArray()
        writer.field("nsfw", isNSFW)
        if isVoice {
            writer.field("bitrate", bitrate)
            writer.field("user_limit", userLimit)
            writer.field("rtc_region", String?.none)
        } else {
            writer.field("topic", topic)
        }
        writer.endObject()
    }
}

/// A role's or member's permission overwrite in one channel.
package struct PermissionOverwrite: Hashable, Sendable {
    package enum Subject: Int, Sendable {
        case role = 0
        case member = 1
    }

    package nonisolated let id: Snowflake
    package let subject: Subject
    package var allow: PermissionBits
    package var deny: PermissionBits

    package init(
        _ subject: Subject, _ id: Snowflake, allow: PermissionBits = [], deny: PermissionBits = []
    ) {
        self.subject = subject
        self.id = id
        self.allow = allow
        self.deny = deny
    }

    func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("id", id)
        writer.field("type", subject.rawValue)
        writer.field("allow", "\(allow.rawValue)")
        writer.field("deny", "\(deny.rawValue)")
        writer.endObject()
    }
}
