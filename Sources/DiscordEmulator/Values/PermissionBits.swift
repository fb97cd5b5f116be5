/// Discord's permission bits, as far as the emulator asks for them.
package struct PermissionBits: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package init?(decimal text: String) {
        guard let rawValue = UInt64(text) else { return nil }
        self.rawValue = rawValue
    }

    package static let createInstantInvite = PermissionBits(rawValue: 1 << 0)
    package static let kickMembers = PermissionBits(rawValue: 1 << 1)
    package static let banMembers = PermissionBits(rawValue: 1 << 2)
    package static let administrator = PermissionBits(rawValue: 1 << 3)
    package static let manageChannels = PermissionBits(rawValue: 1 << 4)
    package static let manageGuild = PermissionBits(rawValue: 1 << 5)
    package static let addReactions = PermissionBits(rawValue: 1 << 6)
    package static let viewAuditLog = PermissionBits(rawValue: 1 << 7)
    package static let viewChannel = PermissionBits(rawValue: 1 << 10)
    package static let sendMessages = PermissionBits(rawValue: 1 << 11)
    package static let manageMessages = PermissionBits(rawValue: 1 << 13)
    package static let embedLinks = PermissionBits(rawValue: 1 << 14)
    package static let attachFiles = PermissionBits(rawValue: 1 << 15)
    package static let readMessageHistory = PermissionBits(rawValue: 1 << 16)
    package static let mentionEveryone = PermissionBits(rawValue: 1 << 17)
    package static let useExternalEmojis = PermissionBits(rawValue: 1 << 18)
    package static let connect = PermissionBits(rawValue: 1 << 20)
    package static let speak = PermissionBits(rawValue: 1 << 21)
    package static let manageRoles = PermissionBits(rawValue: 1 << 28)

    package static let manageThreads = PermissionBits(rawValue: 1 << 34)
    package static let createThreads = PermissionBits(rawValue: 1 << 35 | 1 << 36)
    package static let sendInThreads = PermissionBits(rawValue: 1 << 38)

    /// The permissions that somebody who is timed out keeps.
    static let timedOut: PermissionBits = [.viewChannel, .readMessageHistory]

    /// Who can't see a channel can do nothing there; who can't write can't write in any special way.
    var withoutEmpty: PermissionBits {
        guard contains(.viewChannel) else { return [] }
        guard isDisjoint(with: [.sendMessages, .sendInThreads]) else { return self }
        return subtracting([.mentionEveryone, .embedLinks, .attachFiles])
    }

    package static let all = PermissionBits(rawValue: (1 << 50) - 1)

    /// The permissions of @everyone in a new guild.
    package static let everyone: PermissionBits = [
        .createInstantInvite, .addReactions, .viewChannel, .sendMessages, .embedLinks,
        .attachFiles, .readMessageHistory, .useExternalEmojis, .connect, .speak, .createThreads,
        .sendInThreads,
    ]

    /// The permissions of Kennel's bot: all it needs, without ADMINISTRATOR.
    package static let bot: PermissionBits = everyone.union([
        .manageChannels, .manageGuild, .manageMessages, .manageRoles,
    ])
}
