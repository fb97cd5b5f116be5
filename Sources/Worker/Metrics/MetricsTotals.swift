import Essentials

/// Merges the metrics of several processes: one family per name, its samples added up or labelled by worker.
package struct MetricsTotals {
    private var families: [MetricsSnapshot.Family] = []
    private var familyPlaces: [String: Int] = [:]
    private var samplePlaces: [SampleName: Int] = [:]

    private struct SampleName: Hashable {
        let family: Int
        let labels: String
    }

    package init() {}

    /// All families, in the order in which they first appeared.
    package var snapshot: MetricsSnapshot { MetricsSnapshot(families) }

    /// Adds one process. `worker` labels its gauges; nil for the supervisor itself, whose names are its own.
    package mutating func add(_ snapshot: MetricsSnapshot, worker: Int?) {
        for family in snapshot.families {
            let place = place(of: family)
            for sample in family.samples {
                var sample = sample
                if family.kind == .gauge, let worker {
                    sample.labels = Self.labels("worker=\"\(worker)\"", sample.labels)
                }
                add(sample, to: place)
            }
        }
    }

    /// Adds the counts of a process that has ended; its gauges are dropped.
    package mutating func addDeparted(_ snapshot: MetricsSnapshot) {
        add(
            MetricsSnapshot(snapshot.families.filter { $0.kind != .gauge }), worker: nil)
    }

    private mutating func place(of family: MetricsSnapshot.Family) -> Int {
        if let place = familyPlaces[family.name] { return place }
        familyPlaces[family.name] = families.count
        families.append(.init(family.name, family.kind, family.help, []))
        return families.count - 1
    }

    private mutating func add(_ sample: MetricsSnapshot.Sample, to family: Int) {
        let name = SampleName(family: family, labels: sample.labels)
        if let place = samplePlaces[name] {
            families[family].samples[place].value.add(sample.value)
        } else {
            samplePlaces[name] = families[family].samples.count
            families[family].samples.append(sample)
        }
    }

    private static func labels(_ first: String, _ rest: String) -> String {
        rest.isEmpty ? first : first + "," + rest
    }
}
