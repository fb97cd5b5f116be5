import Essentials

/// The words for what Discord says: what a variable becomes.
enum VariableTexts {
    static let unknown = "Unknown"
    static let notInUse = "Not in use"
    static let none = "None"

    static func text(
        of variable: Variable.OfPerson, _ person: Person, in guild: Snowflake, at now: Timestamp
    ) -> String {
        let member = person.member
        switch variable {
        case .id: return "\(person.id)"
        case .mention: return "<@\(person.id)>"
        case .nickname: return member?.nickname ?? "No nickname"
        case .displayName: return displayName(person)
        case .isDeaf: return member?.isDeaf == true ? "Deafend" : "Not deafend"
        case .isMute: return member?.isMute == true ? "Muted" : "Not muted"
        case .isPending: return member?.isPending == true ? "Pending" : "Not pending"
        case .joinedAt: return date(member?.joinedAt) ?? unknown
        case .premiumSince: return date(member?.premiumSince) ?? none
        case .roles: return (member?.roles ?? []).map { "<@&\($0)>" }.joined(separator: ", ")
        case .communicationDisabledUntil:
            // Discord goes on showing a time-out that is over.
            return date(member?.communicationDisabledUntil, ifAfter: now) ?? none
        case .avatarURL:
            return member?.avatarURL(in: guild) ?? person.account?.avatarURL
                ?? User.defaultAvatarURL(person.id)
        }
    }

    private static func displayName(_ person: Person) -> String {
        guard let account = person.account else { return unknown }
        return person.member?.nickname ?? account.globalName ?? account.username
    }

    static func text(
        of variable: Variable.OfChannel, _ id: Snowflake, _ channel: Channel?
    ) -> String {
        switch variable {
        case .id: "\(id)"
        case .mention: "<#\(id)>"
        case .name: channel?.name ?? unknown
        case .type: channel.map { channelType($0.type) } ?? unknown
        case .createdAt: id.createdAt.dateTimeText
        }
    }

    private static func channelType(_ number: Int) -> String {
        let names = [
            0: "GUILD_TEXT", 1: "DM", 2: "GUILD_VOICE", 3: "GROUP_DM", 4: "GUILD_CATEGORY",
            5: "GUILD_ANNOUNCEMENT", 10: "ANNOUNCEMENT_THREAD", 11: "PUBLIC_THREAD",
            12: "PRIVATE_THREAD", 13: "GUILD_STAGE_VOICE", 14: "GUILD_DIRECTORY",
            15: "GUILD_FORUM", 16: "GUILD_MEDIA",
        ]
        return names[number] ?? "\(number)"
    }

    static func text(of variable: Variable.OfTime, _ now: Timestamp) -> String {
        switch variable {
        case .date: now.dateText
        case .time: now.timeText
        case .datetime: now.dateTimeText
        case .datetimeISO: now.description
        }
    }

    private static func date(_ iso8601: String?, ifAfter now: Timestamp? = nil) -> String? {
        guard let time = iso8601.flatMap(Timestamp.init(iso8601:)) else { return nil }
        if let now, time <= now { return nil }
        return time.dateTimeText
    }
}
