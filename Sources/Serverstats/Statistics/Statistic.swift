/// The definition of a statistic, which endpoints, storage and reading are derived from.
package struct Statistic: Sendable {
    /// The value of the column `kind`; never changed, never reused.
    package let number: Int16
    /// The path below `/modules/serverstats/stats/`.
    package let path: String
    /// Its subject, as the object of "to get …": `messages that were sent`.
    package let title: String
    package let toggle: Toggle
    package let content: Content

    /// The content of its rows, which determines the fields, the filters and the storage.
    package enum Content: Hashable, Sendable {
        /// An action of a member, stored as `user_id`; `field` is the member's name in POST.
        case member(field: String)
        /// A member joined or left: `member_id`, without filters.
        case membership(field: String)
        /// `author_id`, `channel_id`, `message_id`; the message is stored once.
        case message
        /// A member and a text.
        case text(member: String, shown: String, field: String)
        /// `check_time` in seconds.
        case checkTime
        /// Sessions in voice channels.
        case voice
        /// Sessions of activities.
        case presence
        /// Samples of the number of members.
        case memberTotals
        /// Samples of statuses.
        case statuses
    }
}

extension Statistic.Content {
    /// Whether its rows have texts that may contain names.
    var hasText: Bool {
        switch self {
        case .text, .presence: true
        case .member, .membership, .message, .checkTime, .voice, .memberTotals, .statuses: false
        }
    }
}

extension Statistic {
    /// Whether its events open or close sessions, so that a member's must keep their order.
    var movesSessions: Bool {
        content == .voice || content == .presence || number == Statistic.membersLeft
    }

    package var fullPath: String { "/modules/serverstats/stats/\(path)" }
}

/// The numbers that code refers to by name.
extension Statistic {
    static let voice: Int16 = 1
    static let membersLeft: Int16 = 5
    static let memberTotals: Int16 = 6
    static let statuses: Int16 = 7
    static let presence: Int16 = 8
}
