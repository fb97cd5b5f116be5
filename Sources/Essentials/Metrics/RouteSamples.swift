/// The samples of two metrics by method and route: how many by status, and how long they took.
package struct RouteSamples {
    private var counts: [MetricsSnapshot.Sample] = []
    private var durations: [MetricsSnapshot.Sample] = []

    package init() {}

    package mutating func add(
        method: String, route: String, statuses: [(status: String, count: Int)],
        durations values: Histogram
    ) {
        let labels =
            MetricsSnapshot.label("method", method) + "," + MetricsSnapshot.label("route", route)
        counts += statuses.map { status, count in
            let status = MetricsSnapshot.label("status", status)
            return .init("\(labels),\(status)", .number(Double(count)))
        }
        durations.append(.init(labels, values.distribution))
    }

    package func counter(_ name: String, _ help: String) -> MetricsSnapshot.Family {
        .init(name, .counter, help, counts)
    }

    package func histogram(_ name: String, _ help: String) -> MetricsSnapshot.Family {
        .init(name, .histogram(bounds: Histogram.times().bounds), help, durations)
    }
}
