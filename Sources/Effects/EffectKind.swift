import Postgres

/// What kinds of effects there are. The raw values are the database's.
package enum EffectKind: String, CaseIterable, Sendable {
    /// A message's post in the starboard. Subject: the message.
    case starboardPost = "starboard post"
    /// The responses to a message. Subject: the message.
    case answer = "answer"
    /// A panel's message shows what the panel and its entries say. Subject: the panel.
    case panel = "panel"
    /// A member has the roles that a panel gave. Subject: the member; part: the panel.
    case memberRoles = "member roles"
    /// A join has its invite, and was told of. Subject: the join.
    case join = "join"
    /// A leave was told of. Subject: the join that it ended.
    case leave = "leave"
    /// A guild's invites are known as Discord has them. Subject: 0.
    case inviteReading = "invite reading"
    /// A channel that was created is stored, or gone. Subject: the creation.
    case channelCreation = "channel creation"
    /// Roles are taken back that an entry gave. Subject: the panel; part: the entry.
    case takeBack = "take back"
    /// Reactions at a panel that were missed are heeded. Subject: the panel.
    case panelSync = "panel sync"
    /// Grants are forgotten of a panel (part 0) or entry that is gone. Subject: the panel; part: the entry.
    case forgottenGrants = "forgotten grants"
    /// Grants are forgotten that are older than the present activation. Subject: 0.
    case oldGrants = "old grants"
    /// Statistics are deleted that are older than the present activation. Subject: 0.
    case oldStatistics = "old statistics"
    /// Answered messages are forgotten that are older than the present activation. Subject: 0.
    case oldAnswers = "old answers"
    /// Triggers and responses are deleted that `disable` took from a guild and listed. Subject: the removal.
    case removal = "removal"
    /// Joins and invites are deleted of an activation that has ended. Subject: the activation.
    case endedInvites = "ended invites"
    /// Voice sessions are closed that were open when that was switched off. Subject: 0.
    case openVoice = "open voice sessions"
    /// Likewise sessions of activities.
    case openPresence = "open presence sessions"

    /// What is held while somebody is at it; nil: two who are do no harm.
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
