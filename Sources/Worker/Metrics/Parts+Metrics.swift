import API
import Accounts
import Autoresponder
import Discord
import Essentials
import EventLoop
import HTTP
import Jobs
import Postgres
import Serverstats

extension RouteMetrics {
    /// Requests by route and status, and how long they took.
    var families: [MetricsSnapshot.Family] {
        var requests: [MetricsSnapshot.Sample] = []
        var durations: [MetricsSnapshot.Sample] = []
        for route in figures {
            let labels =
                MetricsSnapshot.label("method", route.method) + ","
                + MetricsSnapshot.label("route", route.path)
            for (status, count) in route.counts {
                requests.append(.init("\(labels),status=\"\(status)\"", .number(Double(count))))
            }
            durations.append(.init(labels, route.durations.distribution))
        }
        return [
            .init("kennel_http_requests_total", .counter, "Requests answered.", requests),
            .init(
                "kennel_http_request_duration_seconds",
                .histogram(bounds: Histogram.times().bounds),
                "From a request's last byte to its answer, before it is streamed.", durations),
            .init(
                "kennel_http_errors_total", .counter,
                "Answers with an error, by the code in their body.",
                errors.sorted { $0.key < $1.key }.map {
                    .init(MetricsSnapshot.label("code", "\($0.key)"), .number(Double($0.value)))
                }),
            .init(
                "kennel_http_caller_requests_total", .counter,
                "Requests by who makes them: each service token by its number, keys and users together.",
                callers.sorted { $0.key < $1.key }.map {
                    .init(MetricsSnapshot.label("caller", $0.key), .number(Double($0.value)))
                }),
            .counter(
                "kennel_http_broken_streams_total", "Lists that broke off while they were sent.",
                Int(brokenStreams)),
        ]
    }
}

extension HTTPServer {
    var families: [MetricsSnapshot.Family] {
        [
            .gauge(
                "kennel_http_connections", "Open connections.", Double(statistics.connections)),
            .gauge(
                "kennel_http_connections_limit", "How many connections a worker takes.",
                Double(statistics.connectionLimit)),
            .counter(
                "kennel_http_accepted_total", "Connections accepted.", statistics.accepted),
            .counter(
                "kennel_http_malformed_total", "Requests that weren't HTTP.", statistics.malformed),
            .gauge(
                "kennel_http_input_bytes", "Memory of large requests.",
                Double(statistics.inputBytes)),
            .gauge(
                "kennel_http_input_bytes_limit", "How much memory they may take.",
                Double(statistics.inputLimit)),
            .counter(
                "kennel_http_input_refusals_total",
                "Large requests refused since their caller's share or all of that memory was in use.",
                statistics.inputRefusals),
            .counter(
                "kennel_http_accept_failures_total",
                "Connections that could not be taken for lack of descriptors or memory.",
                statistics.acceptFailures),
        ]
    }
}

extension Database {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .gauge(
                "kennel_database_connections", "Open connections to the database.",
                Double(now.openConnections)),
            .gauge(
                "kennel_database_in_flight", "Statements sent and not yet answered.",
                Double(now.inFlight)),
            .gauge(
                "kennel_database_waiting", "Statements that wait for a connection.",
                Double(now.waiting)),
            .histogram(
                "kennel_database_wait_seconds", "How long statements waited for a connection.",
                now.waits),
            .gauge(
                "kennel_database_connections_limit", "Connections that requests share at most.",
                Double(sharedLimit)),
            .histogram(
                "kennel_database_statement_duration_seconds",
                "From sending a statement, or several in one transaction, to its answer.",
                now.durations),
            .counter(
                "kennel_database_statements_total", "Statements run.", now.statementsTotal),
            .counter(
                "kennel_database_transactions_total", "Transactions on exclusive connections.",
                now.transactionsTotal),
            .counter(
                "kennel_database_errors_total", "Errors the server answered with.",
                now.errorsTotal),
            .counter(
                "kennel_database_timeouts_total", "Statements given up at their deadline.",
                now.timeoutsTotal),
            .counter(
                "kennel_database_losses_total", "Statements whose connection broke.",
                now.lossesTotal),
            .counter(
                "kennel_database_connects_total", "Connections made.", now.connectionsMadeTotal),
            .counter(
                "kennel_database_failed_connects_total", "Attempts to connect that failed.",
                now.attemptsFailedTotal),
        ] + direct.families
    }
}

extension DirectSession {
    fileprivate var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .gauge(
                "kennel_direct_session_connected", "Whether the session of locks is there: 1 or 0.",
                now.isConnected ? 1 : 0),
            .gauge("kennel_locks_held", "Advisory locks held.", Double(now.locksHeld)),
            .gauge("kennel_locks_waiting", "Tasks that wait for a lock.", Double(now.locksWaiting)),
            .counter(
                "kennel_lock_attempts_total", "Attempts to take a lock.", now.lockAttemptsTotal),
            .counter(
                "kennel_locks_lost_total", "Locks lost with their session.", now.locksLostTotal),
        ]
    }
}

extension EventStore {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .histogram(
                "kennel_batch_events", "How many events a batch held.", now.sizes),
            .gauge("kennel_batch_queue", "Events waiting or on their way.", Double(held)),
            .gauge("kennel_batch_queue_limit", "How many may be.", Double(limit)),
            .counter(
                "kennel_batch_refused_total", "Events refused because the queue was full.",
                now.refused),
            .counter(
                "kennel_batch_failed_attempts_total",
                "Batches that had to be sent again, or in halves.", now.failedAttempts),
        ]
    }
}

extension Credentials {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .counter(
                "kennel_credential_lookups_total", "Tokens and keys looked up in the database.",
                now.lookupsTotal),
            .counter(
                "kennel_credential_revocations_total", "Revocations heard of.",
                now.revocationsHeardTotal),
            .counter(
                "kennel_credential_refusals_total", "Requests over their token's rate.",
                now.refusalsTotal),
            .gauge(
                "kennel_credentials_remembered", "Tokens and keys held in memory.",
                Double(now.remembered)),
            .counter(
                "kennel_oauth_lookups_total", "OAuth tokens that Discord was asked about.",
                now.oauthLookupsTotal),
            .counter(
                "kennel_oauth_refused_total", "OAuth tokens that Discord refused.",
                now.oauthRefusedTotal),
            .counter(
                "kennel_oauth_failures_total",
                "OAuth tokens of which Discord could tell nothing: unreachable, slow, limited.",
                now.oauthFailuresTotal),
            .counter(
                "kennel_oauth_strangers_refused_total",
                "Requests with unknown tokens from addresses that had brought too many.",
                now.strangersRefusedTotal),
            .gauge(
                "kennel_oauth_remembered", "OAuth tokens whose users are held in memory.",
                Double(now.oauthRemembered)),
        ]
    }
}

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

extension RateLimitStatistics {
    /// Why calls of Discord wait or aren't made.
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

extension RefreshStatistics {
    var families: [MetricsSnapshot.Family] {
        [
            .counter(
                "kennel_counters_guilds_total", "Guilds refreshed in runs of counters/update.",
                guildsDone),
            .counter(
                "kennel_counters_guilds_failed_total", "Guilds that could not be refreshed wholly.",
                guildsFailed),
            .gauge(
                "kennel_counters_guilds_active", "Guilds being refreshed.", Double(guildsActive)),
            .counter("kennel_counters_renames_total", "Counters' channels renamed.", renames),
            .counter(
                "kennel_counters_renames_held_back_total",
                "Renames left for a later run because of Discord's limit.", renamesHeldBack),
            .counter(
                "kennel_counters_dropped_total", "Counters whose channels were gone.", dropped),
        ]
    }
}

extension JobRunner {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        func samples(_ counts: [String: Int]) -> [MetricsSnapshot.Sample] {
            counts.sorted { $0.key < $1.key }.map { job, count in
                .init(MetricsSnapshot.label("task", job), .number(Double(count)))
            }
        }
        return [
            .init(
                "kennel_job_shards_total", .counter, "Shards of cluster-wide runs done.",
                samples(now.shardsDone)),
            .init(
                "kennel_job_failures_total", .counter, "Shards that failed and are tried again.",
                samples(now.shardsFailed)),
            .init(
                "kennel_job_shards_active", .gauge, "Shards under way.", samples(now.shardsActive)),
        ]
    }
}

extension TriggerSetCache {
    var families: [MetricsSnapshot.Family] {
        [
            .gauge(
                "kennel_autoresponder_guilds", "Guilds whose triggers are kept compiled.",
                Double(statistics.guilds)),
            .gauge(
                "kennel_autoresponder_bytes", "Memory that compiled triggers take, roughly.",
                Double(statistics.bytes)),
            .counter(
                "kennel_autoresponder_hits_total", "Checks that found their triggers compiled.",
                statistics.hits),
            .counter(
                "kennel_autoresponder_misses_total", "Checks that had to read triggers.",
                statistics.misses),
        ]
    }
}
