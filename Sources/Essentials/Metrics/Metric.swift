/// Something that is counted or measured, with the name and the help text it has on the metrics page.
///
/// The part that counts holds its metrics and lists them; they're gathered when the page is asked for.
package protocol Metric {
    var family: MetricsSnapshot.Family { get }
}

extension MetricsSnapshot {
    package init(of metrics: [any Metric]) {
        self.init(metrics.map(\.family))
    }
}

extension MetricsSnapshot.Family: Metric {
    package var family: Self { self }
}

/// A level at this moment, made when it's asked for.
package struct MetricGauge: Metric {
    package let family: MetricsSnapshot.Family

    package init(_ name: String, _ help: String, _ level: Double) {
        family = .init(name, .gauge, help, [.init(.number(level))])
    }

    package init(_ name: String, _ help: String, _ level: Int) {
        self.init(name, help, Double(level))
    }

    /// 1 or 0.
    package init(_ name: String, _ help: String, _ isSo: Bool) {
        self.init(name, help, isSo ? 1 : 0)
    }

    /// A level for each value of a label.
    package init(_ name: String, _ help: String, label: String, levels: [String: Double]) {
        let samples = levels.sorted { $0.key < $1.key }.map {
            MetricsSnapshot.Sample(MetricsSnapshot.label(label, $0.key), .number($0.value))
        }
        family = .init(name, .gauge, help, samples)
    }
}

/// The distribution of measured values.
package struct MetricHistogram: Metric {
    private let name: String
    private let help: String
    @usableFromInline package internal(set) var values: Histogram

    package init(_ name: String, _ help: String, _ values: Histogram = .times()) {
        self.name = name
        self.help = help
        self.values = values
    }

    @inlinable package mutating func add(_ duration: Duration) { values.add(duration) }

    @inlinable package mutating func add(_ number: Int64) { values.add(number) }

    package var family: MetricsSnapshot.Family {
        .init(name, .histogram(bounds: values.bounds), help, [.init(values.distribution)])
    }
}
