import Essentials
import EventLoop
import HTTP

/// The attempts of a client's calls so far, by route template and status, and how long they took.
struct CallAttempts {
    private struct Route: Hashable {
        let method: String
        let template: String
    }

    private struct Figures {
        /// By HTTP status; `none` where no whole answer came.
        var statuses: [String: Int] = [:]
        var durations = Histogram.times()
    }

    private var routes: [Route: Figures] = [:]

    mutating func note(
        _ request: DiscordRequest, _ outcome: Result<HTTPReply, TransferFailure>,
        _ duration: Duration
    ) {
        let route = Route(method: request.method.rawValue, template: "\(request.template)")
        let status = if case .success(let reply) = outcome { "\(reply.status)" } else { "none" }
        routes[route, default: Figures()].statuses[status, default: 0] += 1
        routes[route, default: Figures()].durations.add(duration)
    }

    var metrics: [any Metric] {
        var samples = RouteSamples()
        for (route, figures) in routes {
            samples.add(
                method: route.method, route: route.template,
                statuses: figures.statuses.map { ($0.key, $0.value) },
                durations: figures.durations)
        }
        return [
            samples.counter(
                "kennel_discord_calls_total",
                "Calls sent to Discord, each attempt; status none: no whole answer came."),
            samples.histogram(
                "kennel_discord_call_duration_seconds",
                "From sending a call to its answer's last byte."),
        ]
    }
}
