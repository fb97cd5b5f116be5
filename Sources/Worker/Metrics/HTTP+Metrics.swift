import API
import Essentials
import HTTP

/// The metrics of requests.
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
                "Requests of known paths that failed, by the code in their answer.",
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
