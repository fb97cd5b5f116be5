import EventLoop
import Serverstats

extension Starboard {
    /// Readings are fewer than requests where calls for a message were shared.
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .counter(
                "kennel_starboard_requests_total", "Stars given and taken that were told.",
                now.requests),
            .counter(
                "kennel_starboard_readings_total", "Messages whose stars were read.", now.readings),
            .counter("kennel_starboard_posts_total", "Posts made.", now.posted),
            .counter("kennel_starboard_edits_total", "Posts whose number changed.", now.edited),
            .counter("kennel_starboard_removals_total", "Posts removed.", now.removed),
            .counter(
                "kennel_starboard_claims_lost_total",
                "Claims that were taken over, or whose entry went, while they were acted on.",
                now.claimsLost),
        ]
    }
}
