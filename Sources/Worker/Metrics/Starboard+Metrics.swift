import EventLoop
import Serverstats

/// The metrics of the starboard.
extension StarboardCounts {
    /// The starboard's metrics. There are fewer readings than requests, since requests for a message share them.
    var families: [MetricsSnapshot.Family] {
        [
            .counter(
                "kennel_starboard_requests_total", "Stars given and taken that were told.",
                requests),
            .counter(
                "kennel_starboard_readings_total", "Messages whose stars were read.", readings),
            .counter("kennel_starboard_posts_total", "Posts made.", posted),
            .counter("kennel_starboard_edits_total", "Posts whose number changed.", edited),
            .counter("kennel_starboard_removals_total", "Posts removed.", removed),
        ]
    }
}
