import Essentials

extension MetricsSnapshot {
    /// The text format of Prometheus, version 0.0.4.
    package var prometheusText: String {
        var text = ""
        for family in families where !family.samples.isEmpty {
            text +=
                "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.word)\n"
            for sample in family.samples { text += family.lines(of: sample) }
        }
        return text
    }
}

extension MetricsSnapshot.Kind {
    fileprivate var word: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    fileprivate var bounds: [Double] {
        if case .histogram(let bounds) = self { bounds } else { [] }
    }
}

extension MetricsSnapshot.Family {
    fileprivate func lines(of sample: MetricsSnapshot.Sample) -> String {
        switch sample.value {
        case .number(let number):
            return line("", sample.labels, number.prometheus)
        case .distribution(let counts, let sum):
            var text = ""
            var total: UInt64 = 0
            for (place, count) in counts.enumerated() {
                total += count
                let bound = place < kind.bounds.count ? kind.bounds[place].prometheus : "+Inf"
                let labels = sample.labels.isEmpty ? "" : sample.labels + ","
                text += line("_bucket", labels + "le=\"\(bound)\"", String(total))
            }
            return text + line("_sum", sample.labels, sum.prometheus)
                + line("_count", sample.labels, String(total))
        }
    }

    private func line(_ suffix: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name)\(suffix) \(value)\n" : "\(name)\(suffix){\(labels)} \(value)\n"
    }
}

extension Double {
    /// Whole numbers without a fraction, as counters are read most easily.
    fileprivate var prometheus: String {
        if let whole = Int64(exactly: self) { return String(whole) }
        return isInfinite ? (self < 0 ? "-Inf" : "+Inf") : isNaN ? "NaN" : description
    }
}
