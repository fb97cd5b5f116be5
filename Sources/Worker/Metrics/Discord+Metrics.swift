import Discord
import Essentials

/// The metrics of calls to Discord.
extension DiscordClient {
    /// Attempts by route template and status, and how long they took.
    var families: [MetricsSnapshot.Family] {
        var attempts: [MetricsSnapshot.Sample] = []
        var durations: [MetricsSnapshot.Sample] = []
        for (route, figures) in statistics.routes {
            let labels =
                MetricsSnapshot.label("method", route.method) + ","
                + MetricsSnapshot.label("route", route.template)
            for (status, count) in figures.attempts {
                let status = MetricsSnapshot.label("status", status == 0 ? "none" : "\(status)")
                attempts.append(.init("\(labels),\(status)", .number(Double(count))))
            }
            durations.append(.init(labels, figures.durations.distribution))
        }
        return [
            .init(
                "kennel_discord_calls_total", .counter,
                "Calls sent to Discord, each attempt; status none: no whole answer came.",
                attempts),
            .init(
                "kennel_discord_call_duration_seconds",
                .histogram(bounds: Histogram.times().bounds),
                "From sending a call to its answer's last byte.", durations),
            .counter(
                "kennel_discord_repeats_total", "Calls sent again.", statistics.repeats),
            .gauge(
                "kennel_discord_in_flight", "Calls sent and not yet answered.",
                Double(statistics.inFlight)),
            .counter(
                "kennel_discord_connections_total", "Connections opened to Discord.",
                connectionsMade),
        ] + (limits?.families ?? [])
    }
}

extension RateLimitCounts {
    /// Why calls to Discord wait or aren't made.
    fileprivate var families: [MetricsSnapshot.Family] {
        let refusals = [
            ("user", userRefusalsTotal), ("shared", sharedRefusalsTotal),
            ("global", globalRefusalsTotal), ("foreign", foreignRefusalsTotal),
        ]
        return [
            .gauge("kennel_discord_waiting", "Calls that wait for a limit.", Double(waiting)),
            .gauge(
                "kennel_discord_waiting_guilds", "Guilds with calls that wait for a limit.",
                Double(waitingParties)),
            .gauge("kennel_discord_buckets", "Buckets remembered.", Double(buckets)),
            .init(
                "kennel_discord_limits_met_total", .counter,
                "Answers of 429 by scope; foreign: not of Discord's own limiter.",
                refusals.map {
                    .init(MetricsSnapshot.label("scope", $0.0), .number(Double($0.1)))
                }),
            .counter(
                "kennel_discord_calls_refused_total", "Calls that failed without being sent.",
                refusedTotal),
            .init(
                "kennel_discord_guarded_total", .counter,
                "Calls not sent because Discord had refused too many, by whose share was used up.",
                RefusalShare.allCases.map { share in
                    .init(
                        MetricsSnapshot.label("share", share.rawValue),
                        .number(Double(guardedTotals[share, default: 0])))
                }),
            .counter(
                "kennel_discord_crowded_total",
                "Calls refused because their guild had too many waiting.", crowdedTotal),
            .gauge(
                "kennel_discord_blocked_seconds",
                "Until when the bot's calls wait for Discord's global limit.", blockedSeconds),
            .gauge(
                "kennel_discord_invalid_answers",
                "Answers of 401, 403 and 429 in the last ten minutes.", Double(invalid)),
            .gauge(
                "kennel_discord_token_refused", "Whether Discord refused the bot's token: 1 or 0.",
                isTokenRefused ? 1 : 0),
            .gauge(
                "kennel_discord_resting", "Whether calls rest after failures in a row: 1 or 0.",
                isBreakerOpen ? 1 : 0),
        ] + budgetFamilies
    }

    private var budgetFamilies: [MetricsSnapshot.Family] {
        [
            .counter(
                "kennel_discord_budget_asks_total", "Questions for times to send at.",
                budgetAsksTotal),
            .counter(
                "kennel_discord_budget_granted_total", "Times to send at that were granted.",
                budgetGrantedTotal),
            .counter(
                "kennel_discord_budget_dropped_total", "Times that passed unused.",
                budgetDroppedTotal),
            .counter(
                "kennel_discord_budget_failures_total", "Questions without an answer.",
                budgetFailuresTotal),
        ]
    }
}
