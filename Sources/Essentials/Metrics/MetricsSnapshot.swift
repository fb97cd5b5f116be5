/// The metrics of one process at one moment, as they are sent over the link: families of samples, as in Prometheus.
package struct MetricsSnapshot: Equatable, Sendable {
    package var families: [Family]

    package init(_ families: [Family] = []) {
        self.families = families
    }

    /// One metric with all its label sets.
    package struct Family: Equatable, Sendable {
        package var name: String
        package var help: String
        package var kind: Kind
        package var samples: [Sample]

        package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
            self.name = name
            self.help = help
            self.kind = kind
            self.samples = samples
        }
    }

    /// How a family's samples of several workers become one page.
    package enum Kind: Equatable, Sendable {
        /// A counter. Workers' values are added up, including those of workers that have ended.
        case counter
        /// A gauge, shown for each worker with its number as a label.
        case gauge
        /// A histogram by upper bounds in seconds; added up like a counter.
        case histogram(bounds: [Double])
    }

    /// The value under one label set. `labels` is written as Prometheus has it: `route="/livez",status="200"`.
    package struct Sample: Equatable, Sendable {
        package var labels: String
        package var value: Value

        package init(_ labels: String, _ value: Value) {
            self.labels = labels
            self.value = value
        }

        package init(_ value: Value) {
            self.init("", value)
        }
    }

    package enum Value: Equatable, Sendable {
        case number(Double)
        /// Not cumulative: the count of each bucket, one more than there are bounds. The sum is in seconds.
        case distribution(counts: [UInt64], sum: Double)
    }
}

extension MetricsSnapshot.Value {
    /// Adds the same metric of another process. Incompatible values (another build's buckets) are left out.
    package mutating func add(_ other: Self) {
        switch (self, other) {
        case (.number(let left), .number(let right)):
            self = .number(left + right)
        case (.distribution(let left, let sum), .distribution(let right, let more))
        where left.count == right.count:
            self = .distribution(counts: zip(left, right).map { $0 &+ $1 }, sum: sum + more)
        default: break
        }
    }
}

extension MetricsSnapshot {
    /// `name="value"`, the value escaped as Prometheus asks.
    package static func label(_ name: String, _ value: String) -> String {
        let escaped = value.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": #"\\"#
            case "\"": #"\""#
            case "\n": #"\n"#
            default: String(scalar)
            }
        }
        return "\(name)=\"\(escaped.joined())\""
    }
}
