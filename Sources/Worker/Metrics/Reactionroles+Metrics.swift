import Reactionroles

extension ReactionroleUpkeep {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .counter(
                "kennel_reactionroles_upkeep_rounds_total",
                "Looks for what requests and crashes left to do.", now.rounds),
            .counter(
                "kennel_reactionroles_upkeep_failures_total",
                "Looks that failed, or what was found.",
                now.failures),
            .counter(
                "kennel_reactionroles_chores_total",
                "Portions of taking back, forgetting and syncing that were done.", now.choresDone),
            .counter(
                "kennel_reactionroles_panels_repaired_total",
                "Panels whose message was looked after.", now.panelsRepaired),
            .counter(
                "kennel_reactionroles_members_repaired_total",
                "Members whose broken-off change was completed.", now.membersRepaired),
        ]
    }
}
