import Essentials
import EventLoop
import HTTP

/// Counts requests by route and status, by caller, and times them.
@LoopActor
package final class RouteMetrics {
    /// The statuses counted each on its own; all others count as 0.
    package nonisolated static let statuses = [
        0, 200, 204, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 431, 500, 502, 503,
    ]
    /// The method and path of each route; the last one stands for requests that found none.
    package let names: [(method: String, path: String)]
    package internal(set) var brokenStreams = MetricCounter(
        "kennel_http_broken_streams_total", "Lists that broke off while they were sent.")
    /// How many answers had an error's code.
    private var errors: [Int: Int] = [:]
    /// How many requests each service token made, by its number, and all keys, users and strangers.
    private var tokens: [Int64: Int] = [:]
    /// Mostly one token calls again and again: its requests are counted here, and moved when another one calls.
    private var latest: (token: Int64, count: Int) = (0, 0)
    private var (keys, users, strangers) = (0, 0, 0)
    private var counts: [UInt64]
    private var durations: [Histogram]
    private let slotOfStatus: [UInt8]

    package init(_ endpoints: [Endpoint]) {
        names = endpoints.map { ($0.method.rawValue, $0.path) } + [("", "")]
        counts = Array(repeating: 0, count: names.count * Self.statuses.count)
        durations = Array(repeating: .times(), count: names.count)
        slotOfStatus = (0..<600).map { status in
            UInt8(Self.statuses.firstIndex(of: status) ?? 0)
        }
    }

    /// - Parameter route: the endpoint's place; nil where there was none.
    func record(route: Int?, status: Int, duration: Duration) {
        let route = route ?? names.count - 1
        let slot = slotOfStatus.indices.contains(status) ? Int(slotOfStatus[status]) : 0
        counts[route * Self.statuses.count + slot] &+= 1
        durations[route].add(duration)
    }

    func record(errorCode code: Int) { errors[code, default: 0] += 1 }

    func record(_ caller: Caller) {
        switch caller {
        case .service(let token):
            if token != latest.token { switchToken(token) }
            latest.count += 1
        case .apiKey: keys += 1
        case .user: users += 1
        case .anonymous: strangers += 1
        }
    }

    private func switchToken(_ token: Int64) {
        if latest.count > 0 { tokens[latest.token, default: 0] += latest.count }
        latest = (token, 0)
    }

    /// Requests by who made them.
    private var callers: [String: Int] {
        var all = ["API keys": keys, "users": users, "nobody known": strangers]
        var tokens = tokens
        if latest.count > 0 { tokens[latest.token, default: 0] += latest.count }
        for (token, count) in tokens { all["service token \(token)"] = count }
        return all
    }

    /// One route's figures.
    package struct Figures {
        package let method: String
        package let path: String
        /// By status, those above 0 only.
        package let counts: [(status: Int, count: UInt64)]
        package let durations: Histogram
    }

    /// The figures of each route that has been asked at least once.
    package var figures: [Figures] {
        names.indices.compactMap { route in
            let start = route * Self.statuses.count
            let counted = Self.statuses.indices
                .map { (status: Self.statuses[$0], count: counts[start + $0]) }
                .filter { $0.count > 0 }
            guard !counted.isEmpty else { return nil }
            return Figures(
                method: names[route].method, path: names[route].path, counts: counted,
                durations: durations[route])
        }
    }

    package var all: [any Metric] {
        var samples = RouteSamples()
        for route in figures {
            samples.add(
                method: route.method, route: route.path,
                statuses: route.counts.map { ("\($0.status)", Int($0.count)) },
                durations: route.durations)
        }
        let errors = Dictionary(uniqueKeysWithValues: errors.map { ("\($0.key)", $0.value) })
        return [
            samples.counter("kennel_http_requests_total", "Requests answered."),
            samples.histogram(
                "kennel_http_request_duration_seconds",
                "From a request's last byte to its answer, before it is streamed."),
            LabelledCounter(
                "kennel_http_errors_total",
                "Requests of known paths that failed, by the code in their answer.",
                label: "code", counts: errors),
            LabelledCounter(
                "kennel_http_caller_requests_total",
                "Requests by who makes them: each service token by its number, keys and users together.",
                label: "caller", counts: callers),
            brokenStreams,
        ]
    }
}
