import Essentials

/// The reactions with one emoji on a message: who gave normal ones, who burst ones.
package struct EmulatedReaction {
    package let emoji: EmulatedEmoji
    package var normal: Set<Snowflake> = []
    package var burst: Set<Snowflake> = []

    init(emoji: EmulatedEmoji) { self.emoji = emoji }

    package var count: Int { normal.count + burst.count }

    mutating func insert(_ user: Snowflake, isBurst: Bool) {
        if isBurst { burst.insert(user) } else { normal.insert(user) }
    }

    /// Takes both kinds back, as Discord's calls do.
    mutating func remove(_ user: Snowflake) {
        normal.remove(user)
        burst.remove(user)
    }

    func write(to writer: inout ByteWriter, for bot: Snowflake) {
        writer.beginObject()
        writer.key("emoji")
        emoji.write(to: &writer)
        writer.field("count", count)
        writer.key("count_details")
        writer.beginObject()
        writer.field("burst", burst.count)
        writer.field("normal", normal.count)
        writer.endObject()
        writer.field("burst_colors", [String]())
        writer.field("me_burst", burst.contains(bot))
        writer.field("me", normal.contains(bot))
        writer.endObject()
    }
}
