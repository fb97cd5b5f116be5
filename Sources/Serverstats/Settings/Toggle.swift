/// A feature that a guild can switch on and off. The raw value is the bit in `serverstats_settings.switches`, so it's never reused.
///
/// All switches are one integer, so that a batch of events tests one bit per event.
package enum Toggle: Int32, CaseIterable, Sendable {
    case counters = 0
    case starboard = 1
    case messages = 2
    case commands = 3
    case members = 4
    case activities = 5
    case voice = 6
    case autoresponder = 7
    case tags = 8
    case verifier = 9
    case socials = 10
    case rules = 11
    case inviteTracker = 12
    case reactionroles = 13
    case welcoming = 14
    case tempchannels = 15
    case tickets = 16
    case reminders = 17
    case giveaways = 18
    case polls = 19

    /// The field's name in the settings.
    package var field: StaticString {
        switch self {
        case .counters: "counters_enabled"
        case .starboard: "starboard_enabled"
        case .messages: "stats_messages_enabled"
        case .commands: "stats_commands_enabled"
        case .members: "stats_members_enabled"
        case .activities: "stats_activities_enabled"
        case .voice: "stats_voice_enabled"
        case .autoresponder: "stats_modules_autoresponder_enabled"
        case .tags: "stats_modules_tags_enabled"
        case .verifier: "stats_modules_verifier_enabled"
        case .socials: "stats_modules_socials_enabled"
        case .rules: "stats_modules_rules_enabled"
        case .inviteTracker: "stats_modules_invite_tracker_enabled"
        case .reactionroles: "stats_modules_reactionroles_enabled"
        case .welcoming: "stats_modules_welcoming_enabled"
        case .tempchannels: "stats_modules_tempchannels_enabled"
        case .tickets: "stats_modules_tickets_enabled"
        case .reminders: "stats_functions_reminders_enabled"
        case .giveaways: "stats_functions_giveaways_enabled"
        case .polls: "stats_modules_polls_enabled"
        }
    }
}

/// The toggles that are on.
package struct Toggles: OptionSet, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package init(_ toggle: Toggle) {
        rawValue = 1 << toggle.rawValue
    }

    /// The statistics that are on, as paths below `/modules/serverstats/stats/`.
    package var statistics: [String] {
        Statistic.all.filter { isOn($0.toggle) }.map(\.path)
    }

    package func isOn(_ toggle: Toggle) -> Bool {
        contains(Toggles(toggle))
    }
}
