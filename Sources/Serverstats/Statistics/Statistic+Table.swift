/// The table of the 59 statistics.
extension Statistic {
    package static let all: [Statistic] = [
        Statistic(
            number: 1, path: "voice",
            title: "time spent in voice channels",
            toggle: .voice, content: .voice),
        Statistic(
            number: 2, path: "messages/deleted",
            title: "deleted messages",
            toggle: .messages, content: .message),
        Statistic(
            number: 3, path: "messages/sent",
            title: "sent messages",
            toggle: .messages, content: .message),
        Statistic(
            number: 4, path: "members/joined",
            title: "members who joined",
            toggle: .members, content: .membership(field: "joined_member_id")),
        Statistic(
            number: 5, path: "members/left",
            title: "members who left",
            toggle: .members, content: .membership(field: "left_member_id")),
        Statistic(
            number: 6, path: "members/total",
            title: "samples of the number of members",
            toggle: .members, content: .memberTotals),
        Statistic(
            number: 7, path: "activities/statuses",
            title: "samples of how many members are online, offline and dnd",
            toggle: .activities, content: .statuses),
        Statistic(
            number: 8, path: "activities/presence",
            title: "activities of members",
            toggle: .activities, content: .presence),
        Statistic(
            number: 9, path: "commands/used",
            title: "used commands",
            toggle: .commands,
            content: .text(member: "initiator_id", shown: "user_id", field: "command")),
        Statistic(
            number: 10, path: "functions/reminders/created",
            title: "created reminders",
            toggle: .reminders, content: .member(field: "creating_user_id")),
        Statistic(
            number: 11, path: "functions/reminders/deleted",
            title: "deleted reminders",
            toggle: .reminders, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 12, path: "functions/giveaways/created",
            title: "created giveaways",
            toggle: .giveaways, content: .member(field: "creating_user_id")),
        Statistic(
            number: 13, path: "functions/giveaways/deleted",
            title: "deleted giveaways",
            toggle: .giveaways, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 14, path: "functions/giveaways/responders",
            title: "responses to giveaways",
            toggle: .giveaways,
            content: .text(
                member: "responding_user_id", shown: "user_id", field: "old_giveaway_id")),
        Statistic(
            number: 15, path: "modules/autoresponder/responses/created",
            title: "created responses of the autoresponder",
            toggle: .autoresponder, content: .member(field: "creating_user_id")),
        Statistic(
            number: 16, path: "modules/autoresponder/responses/deleted",
            title: "deleted responses of the autoresponder",
            toggle: .autoresponder, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 17, path: "modules/autoresponder/triggers/created",
            title: "created triggers of the autoresponder",
            toggle: .autoresponder, content: .member(field: "creating_user_id")),
        Statistic(
            number: 18, path: "modules/autoresponder/triggers/deleted",
            title: "deleted triggers of the autoresponder",
            toggle: .autoresponder, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 19, path: "modules/autoresponder/triggers/hit",
            title: "hit triggers of the autoresponder",
            toggle: .autoresponder,
            content: .text(
                member: "triggering_user_id", shown: "triggering_user_id", field: "trigger_id")),
        Statistic(
            number: 20, path: "modules/autoresponder/check-time",
            title: "durations of the checks of the autoresponder",
            toggle: .autoresponder, content: .checkTime),
        Statistic(
            number: 21, path: "modules/invite_tracker/invite/created",
            title: "created invites of the invite tracker",
            toggle: .inviteTracker, content: .member(field: "creating_user_id")),
        Statistic(
            number: 22, path: "modules/invite_tracker/invite/deleted",
            title: "deleted invites of the invite tracker",
            toggle: .inviteTracker, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 23, path: "modules/reactionroles/panels/created",
            title: "created panels of reactionroles",
            toggle: .reactionroles, content: .member(field: "creating_user_id")),
        Statistic(
            number: 24, path: "modules/reactionroles/panels/deleted",
            title: "deleted panels of reactionroles",
            toggle: .reactionroles, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 25, path: "modules/reactionroles/reactionroles/added",
            title: "added reactionroles",
            toggle: .reactionroles, content: .member(field: "creating_user_id")),
        Statistic(
            number: 26, path: "modules/reactionroles/reactionroles/removed",
            title: "removed reactionroles",
            toggle: .reactionroles, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 27, path: "modules/reactionroles/check-time",
            title: "durations of the checks of reactionroles",
            toggle: .reactionroles, content: .checkTime),
        Statistic(
            number: 28, path: "modules/rules/rule/added",
            title: "added rules",
            toggle: .rules, content: .member(field: "creating_user_id")),
        Statistic(
            number: 29, path: "modules/rules/rule/removed",
            title: "removed rules",
            toggle: .rules, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 30, path: "modules/rules/check-time",
            title: "durations of the checks of rules",
            toggle: .rules, content: .checkTime),
        Statistic(
            number: 31, path: "modules/socials/entries/added",
            title: "added entries of socials",
            toggle: .socials, content: .member(field: "creating_user_id")),
        Statistic(
            number: 32, path: "modules/socials/entries/removed",
            title: "removed entries of socials",
            toggle: .socials, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 33, path: "modules/tags/tag/created",
            title: "created tags",
            toggle: .tags, content: .member(field: "creating_user_id")),
        Statistic(
            number: 34, path: "modules/tags/tag/deleted",
            title: "deleted tags",
            toggle: .tags, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 35, path: "modules/tags/check-time",
            title: "durations of the checks of tags",
            toggle: .tags, content: .checkTime),
        Statistic(
            number: 36, path: "modules/tempchannels/creation-channels/created",
            title: "created creation channels",
            toggle: .tempchannels, content: .member(field: "creating_user_id")),
        Statistic(
            number: 37, path: "modules/tempchannels/creation-channels/deleted",
            title: "deleted creation channels",
            toggle: .tempchannels, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 38, path: "modules/tempchannels/tempchannels/created",
            title: "created tempchannels",
            toggle: .tempchannels, content: .member(field: "creating_user_id")),
        Statistic(
            number: 39, path: "modules/tempchannels/created-check-time",
            title: "durations of the checks of created tempchannels",
            toggle: .tempchannels, content: .checkTime),
        Statistic(
            number: 40, path: "modules/tempchannels/deleted-check-time",
            title: "durations of the checks of deleted tempchannels",
            toggle: .tempchannels, content: .checkTime),
        Statistic(
            number: 41, path: "modules/tickets/panels/created",
            title: "created panels for tickets",
            toggle: .tickets, content: .member(field: "creating_user_id")),
        Statistic(
            number: 42, path: "modules/tickets/panels/deleted",
            title: "deleted panels for tickets",
            toggle: .tickets, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 43, path: "modules/tickets/types/added",
            title: "added ticket types",
            toggle: .tickets, content: .member(field: "creating_user_id")),
        Statistic(
            number: 44, path: "modules/tickets/types/removed",
            title: "removed ticket types",
            toggle: .tickets, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 45, path: "modules/tickets/created",
            title: "created tickets",
            toggle: .tickets, content: .member(field: "creating_user_id")),
        Statistic(
            number: 46, path: "modules/tickets/deleted",
            title: "deleted tickets",
            toggle: .tickets, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 47, path: "modules/tickets/closed",
            title: "closed tickets",
            toggle: .tickets, content: .member(field: "creating_user_id")),
        Statistic(
            number: 48, path: "modules/tickets/reopened",
            title: "reopened tickets",
            toggle: .tickets, content: .member(field: "creating_user_id")),
        Statistic(
            number: 49, path: "modules/verifier/check-time",
            title: "durations of the checks of verifier",
            toggle: .verifier, content: .checkTime),
        Statistic(
            number: 50, path: "modules/welcoming/responses/created",
            title: "created responses of welcoming",
            toggle: .welcoming, content: .member(field: "creating_user_id")),
        Statistic(
            number: 51, path: "modules/welcoming/responses/deleted",
            title: "deleted responses of welcoming",
            toggle: .welcoming, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 52, path: "modules/welcoming/timedroles/created",
            title: "created timed roles of welcoming",
            toggle: .welcoming, content: .member(field: "creating_user_id")),
        Statistic(
            number: 53, path: "modules/welcoming/timedroles/deleted",
            title: "deleted timed roles of welcoming",
            toggle: .welcoming, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 54, path: "modules/welcoming/check-time",
            title: "durations of the checks of welcoming",
            toggle: .welcoming, content: .checkTime),
        Statistic(
            number: 55, path: "modules/polls/poll/created",
            title: "created polls",
            toggle: .polls, content: .member(field: "creating_user_id")),
        Statistic(
            number: 56, path: "modules/polls/poll/deleted",
            title: "deleted polls",
            toggle: .polls, content: .member(field: "deleting_user_id")),
        Statistic(
            number: 57, path: "modules/polls/poll/manually_closed",
            title: "manually closed polls",
            toggle: .polls, content: .member(field: "closing_user_id")),
        Statistic(
            number: 58, path: "modules/polls/vote/added",
            title: "added votes",
            toggle: .polls, content: .member(field: "creating_user_id")),
        Statistic(
            number: 59, path: "modules/polls/vote/removed",
            title: "removed votes",
            toggle: .polls, content: .member(field: "deleting_user_id")),
    ]
}
