import Essentials

/// A role of a guild; the one with the guild's id is @everyone.
package struct Role: DiscordModel {
    package let id: Snowflake
    package let name: String
    /// 0xRRGGBB; 0: none.
    package let color: Int
    package let position: Int
    package let permissions: Permissions
    /// Belongs to a bot or an integration, so nobody can give it.
    package let isManaged: Bool

    package init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
        name = json.text("name") ?? ""
        color = json.number("color") ?? 0
        position = json.number("position") ?? 0
        permissions = Permissions(decimal: json.text("permissions") ?? "")
        isManaged = json.flag("managed")
    }
}

/// Discord's permission bits; those that we ask about.
package struct Permissions: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// As Discord writes them, with any number of bits; the lowest 64 are kept. What can't be read grants nothing.
    package init(decimal text: String) {
        var bits: UInt64 = 0
        for byte in text.utf8 {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else {
                bits = 0
                break
            }
            bits = bits &* 10 &+ UInt64(digit)
        }
        rawValue = bits
    }

    package static let administrator = Permissions(rawValue: 1 << 3)
    package static let manageChannels = Permissions(rawValue: 1 << 4)
    package static let manageGuild = Permissions(rawValue: 1 << 5)
    package static let viewChannel = Permissions(rawValue: 1 << 10)
    package static let connect = Permissions(rawValue: 1 << 20)
    package static let manageRoles = Permissions(rawValue: 1 << 28)
}
