/// The table of the 59 statistics.
extension Statistic {
    package static let all: [Statistic] = [
        below(
            "", .voice,
            (1, "voice", "time spent in voice channels", .voice)),
        below(
            "messages/", .messages,
            (2, "deleted", "deleted messages", .message),
            (3, "sent", "sent messages", .message)),
        below(
            "members/", .members,
            (4, "joined", "members who joined", .membership(field: "joined_member_id")),
            (5, "left", "members who left", .membership(field: "left_member_id")),
            (6, "total", "samples of the number of members", .memberTotals)),
        below(
            "activities/", .activities,
            (7, "statuses", "samples of how many members are online, offline and dnd", .statuses),
            (8, "presence", "activities of members", .presence)),
        below(
            "commands/", .commands,
            (
                9, "used", "used commands",
                .text(member: "initiator_id", shown: "user_id", field: "command")
            )),
        below(
            "functions/reminders/", .reminders,
            (10, "created", "created reminders", .creator),
            (11, "deleted", "deleted reminders", .deleter)),
        below(
            "functions/giveaways/", .giveaways,
            (12, "created", "created giveaways", .creator),
            (13, "deleted", "deleted giveaways", .deleter),
            (
                14, "responders", "responses to giveaways",
                .text(member: "responding_user_id", shown: "user_id", field: "old_giveaway_id")
            )),
        below(
            "modules/autoresponder/", .autoresponder,
            (15, "responses/created", "created responses of the autoresponder", .creator),
            (16, "responses/deleted", "deleted responses of the autoresponder", .deleter),
            (17, "triggers/created", "created triggers of the autoresponder", .creator),
            (18, "triggers/deleted", "deleted triggers of the autoresponder", .deleter),
            (
                19, "triggers/hit", "hit triggers of the autoresponder",
                .text(
                    member: "triggering_user_id", shown: "triggering_user_id", field: "trigger_id")
            ),
            (20, "check-time", "durations of the checks of the autoresponder", .checkTime)),
        below(
            "modules/invite_tracker/invite/", .inviteTracker,
            (21, "created", "created invites of the invite tracker", .creator),
            (22, "deleted", "deleted invites of the invite tracker", .deleter)),
        below(
            "modules/reactionroles/", .reactionroles,
            (23, "panels/created", "created panels of reactionroles", .creator),
            (24, "panels/deleted", "deleted panels of reactionroles", .deleter),
            (25, "reactionroles/added", "added reactionroles", .creator),
            (26, "reactionroles/removed", "removed reactionroles", .deleter),
            (27, "check-time", "durations of the checks of reactionroles", .checkTime)),
        below(
            "modules/rules/", .rules,
            (28, "rule/added", "added rules", .creator),
            (29, "rule/removed", "removed rules", .deleter),
            (30, "check-time", "durations of the checks of rules", .checkTime)),
        below(
            "modules/socials/entries/", .socials,
            (31, "added", "added entries of socials", .creator),
            (32, "removed", "removed entries of socials", .deleter)),
        below(
            "modules/tags/", .tags,
            (33, "tag/created", "created tags", .creator),
            (34, "tag/deleted", "deleted tags", .deleter),
            (35, "check-time", "durations of the checks of tags", .checkTime)),
        below(
            "modules/tempchannels/", .tempchannels,
            (36, "creation-channels/created", "created creation channels", .creator),
            (37, "creation-channels/deleted", "deleted creation channels", .deleter),
            (38, "tempchannels/created", "created tempchannels", .creator),
            (
                39, "created-check-time", "durations of the checks of created tempchannels",
                .checkTime
            ),
            (
                40, "deleted-check-time", "durations of the checks of deleted tempchannels",
                .checkTime
            )),
        below(
            "modules/tickets/", .tickets,
            (41, "panels/created", "created panels for tickets", .creator),
            (42, "panels/deleted", "deleted panels for tickets", .deleter),
            (43, "types/added", "added ticket types", .creator),
            (44, "types/removed", "removed ticket types", .deleter),
            (45, "created", "created tickets", .creator),
            (46, "deleted", "deleted tickets", .deleter),
            (47, "closed", "closed tickets", .creator),
            (48, "reopened", "reopened tickets", .creator)),
        below(
            "modules/verifier/", .verifier,
            (49, "check-time", "durations of the checks of verifier", .checkTime)),
        below(
            "modules/welcoming/", .welcoming,
            (50, "responses/created", "created responses of welcoming", .creator),
            (51, "responses/deleted", "deleted responses of welcoming", .deleter),
            (52, "timedroles/created", "created timed roles of welcoming", .creator),
            (53, "timedroles/deleted", "deleted timed roles of welcoming", .deleter),
            (54, "check-time", "durations of the checks of welcoming", .checkTime)),
        below(
            "modules/polls/", .polls,
            (55, "poll/created", "created polls", .creator),
            (56, "poll/deleted", "deleted polls", .deleter),
            (
                57, "poll/manually_closed", "manually closed polls",
                .member(field: "closing_user_id")
            ),
            (58, "vote/added", "added votes", .creator),
            (59, "vote/removed", "removed votes", .deleter)),
    ].flatMap(\.self)

    /// Statistics of one switch, whose paths begin alike: number, rest of the path, title, content.
    private static func below(
        _ start: String, _ toggle: Toggle, _ rows: (Int16, String, String, Content)...
    ) -> [Statistic] {
        rows.map { number, rest, title, content in
            Statistic(
                number: number, path: start + rest, title: title, toggle: toggle, content: content)
        }
    }
}

extension Statistic.Content {
    fileprivate static let creator = Self.member(field: "creating_user_id")
    fileprivate static let deleter = Self.member(field: "deleting_user_id")
}
