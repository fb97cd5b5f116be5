import Essentials
import EventLoop

/// The counters of a rate limiter.
struct RateLimitCounters {
    var admitted = 0
    var refused = MetricCounter(
        "kennel_discord_calls_refused_total", "Calls that failed without being sent.")
    /// Of those refused, by whose share of the refusals was used up.
    var guarded = LabelledCounter(
        "kennel_discord_guarded_total",
        "Calls not sent because Discord had refused too many, by whose share was used up.",
        label: "share", values: RefusalShare.allCases.map(\.rawValue))
    var crowded = MetricCounter(
        "kennel_discord_crowded_total",
        "Calls refused because their guild had too many waiting.")
    var limitsMet = LabelledCounter(
        "kennel_discord_limits_met_total",
        "Answers of 429 by scope; foreign: not of Discord's own limiter.",
        label: "scope", values: ["user", "shared", "global", "foreign"])
    var budgetAsks = MetricCounter(
        "kennel_discord_budget_asks_total", "Requests to the shared budget for send times.")
    var budgetGranted = MetricCounter(
        "kennel_discord_budget_granted_total", "Send times granted by the shared budget.")
    var budgetDropped = MetricCounter(
        "kennel_discord_budget_dropped_total", "Granted send times that expired unused.")
    var budgetFailures = MetricCounter(
        "kennel_discord_budget_failures_total", "Requests to the shared budget that failed.")

    var all: [any Metric] {
        [
            refused, guarded, crowded, limitsMet, budgetAsks, budgetGranted, budgetDropped,
            budgetFailures,
        ]
    }
}

extension RateLimitMachine {
    /// Seconds until calls of the bot may go out again; 0: now.
    func blockedSeconds(now: Instant) -> Double {
        pause(of: .bot, now: now).map { ($0 - now).inSeconds } ?? 0
    }

    /// Why calls of Discord wait or aren't made.
    func metrics(now: Instant) -> [any Metric] {
        counters.all + [
            MetricGauge(
                "kennel_discord_waiting", "Calls that wait for a limit.", waiting.count),
            MetricGauge(
                "kennel_discord_waiting_guilds", "Guilds with calls that wait for a limit.",
                waitingOf.count),
            MetricGauge("kennel_discord_buckets", "Buckets remembered.", buckets.count),
            MetricGauge(
                "kennel_discord_blocked_seconds",
                "Seconds until the bot's calls may be sent again.",
                blockedSeconds(now: now)),
            MetricGauge(
                "kennel_discord_invalid_answers",
                "Answers of 401, 403 and 429 in the last ten minutes.", invalid.count),
            MetricGauge(
                "kennel_discord_token_refused", "Whether Discord refused the bot's token: 1 or 0.",
                isTokenRefused),
            MetricGauge(
                "kennel_discord_resting",
                "Whether the circuit breaker is open after consecutive failures: 1 or 0.",
                breaker.state(now: now) != .closed),
        ]
    }
}
