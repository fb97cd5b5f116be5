import Postgres

/// The kinds of effects. The raw values are stored in the database.
package enum EffectKind: String, CaseIterable, Sendable {
    /// A message's post in the starboard. Subject: the message.
    case starboardPost = "starboard post"
    /// The responses to a message. Subject: the message.
    case answer = "answer"
    /// A panel's message shows what the panel and its entries say. Subject: the panel.
    case panel = "panel"
    /// A member has the roles that a panel gave. Subject: the member; part: the panel.
    case memberRoles = "member roles"
    /// A join has its invite, and its message was sent. Subject: the join.
    case join = "join"
    /// The message about a leave was sent. Subject: the join that it ended.
    case leave = "leave"
    /// A guild's invites are stored as Discord has them. Subject: 0.
    case inviteReading = "invite reading"
    /// A created channel is stored, or deleted again. Subject: the creation.
    case channelCreation = "channel creation"
    /// The roles that an entry gave are taken back. Subject: the panel; part: the entry.
    case takeBack = "take back"
    /// Missed reactions at a panel are processed. Subject: the panel.
    case panelSync = "panel sync"
    /// The grants of a deleted panel (part 0) or entry are deleted. Subject: the panel; part: the entry.
    case forgottenGrants = "forgotten grants"
    /// Grants from before the present activation are deleted. Subject: 0.
    case oldGrants = "old grants"
    /// Statistics from before the present activation are deleted. Subject: 0.
    case oldStatistics = "old statistics"
    /// Answered messages from before the present activation are deleted. Subject: 0.
    case oldAnswers = "old answers"
    /// Triggers and responses that `disable` removed and listed are deleted. Subject: the removal.
    case removal = "removal"
    /// Joins and invites of an activation that has ended are deleted. Subject: the activation.
    case endedInvites = "ended invites"
    /// Voice sessions that were open when the statistic was switched off are closed. Subject: 0.
    case openVoice = "open voice sessions"
    /// Likewise for sessions of activities.
    case openPresence = "open presence sessions"

    /// The lock that is held while the effect runs; nil: running it twice at once does no harm.
    var lockClass: LockClass? {
        switch self {
        case .starboardPost: .starredMessage
        case .answer: .answeredMessage
        case .panel: .panel
        case .memberRoles: .memberRoles
        case .join, .leave: .announcement
        case .inviteReading: .invites
        case .channelCreation: .channelCreation
        case .oldStatistics, .oldAnswers, .oldGrants, .endedInvites, .removal, .openVoice,
            .openPresence:
            .clearing
        case .takeBack, .panelSync, .forgottenGrants: nil
        }
    }
}
