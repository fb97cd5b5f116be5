/// A number that only grows. Counting is an addition to an integer, wherever the counter lies.
package struct MetricCounter: Metric, Sendable {
    private let name: String
    private let help: String
    @usableFromInline package internal(set) var count: Int

    package init(_ name: String, _ help: String, _ count: Int = 0) {
        self.name = name
        self.help = help
        self.count = count
    }

    @inlinable package static func += (counter: inout MetricCounter, more: Int) {
        counter.count &+= more
    }

    package var family: MetricsSnapshot.Family {
        .init(name, .counter, help, [.init(.number(Double(count)))])
    }
}

/// A counter for each value of a label. Counting looks the value up, so it isn't for what happens with every request.
package struct LabelledCounter: Metric, Sendable {
    private let name: String
    private let help: String
    private let label: String
    private var counts: [String: Int]

    /// - Parameter values: what is shown with 0 until it's counted.
    package init(_ name: String, _ help: String, label: String, values: [String] = []) {
        self.init(
            name, help, label: label,
            counts: Dictionary(uniqueKeysWithValues: values.map { ($0, 0) }))
    }

    package init(_ name: String, _ help: String, label: String, counts: [String: Int]) {
        self.name = name
        self.help = help
        self.label = label
        self.counts = counts
    }

    package subscript(value: String) -> Int {
        get { counts[value, default: 0] }
        set { counts[value] = newValue }
    }

    package subscript(value: some RawRepresentable<String>) -> Int {
        get { self[value.rawValue] }
        set { self[value.rawValue] = newValue }
    }

    package var family: MetricsSnapshot.Family {
        .init(
            name, .counter, help,
            counts.sorted { $0.key < $1.key }.map {
                .init(MetricsSnapshot.label(label, $0.key), .number(Double($0.value)))
            })
    }
}
