/// Counts of values in buckets that double in size, for latencies and sizes.
///
/// Bucket n counts the values up to 2^(first+n); the last one those above all bounds.
package struct Histogram: Hashable, Sendable {
    /// The binary logarithm of the first bucket's bound.
    private let first: Int
    /// What one unit is in the unit that metrics are given in.
    private let scale: Double
    /// How many values each bucket holds (those of smaller buckets not included).
    package private(set) var counts: [UInt64]
    /// The sum of all values.
    package private(set) var sum: UInt64 = 0

    private init(first: Int, last: Int, scale: Double) {
        self.first = first
        self.scale = scale
        counts = Array(repeating: 0, count: last - first + 2)
    }

    /// For times: microseconds, given in seconds, with bounds from 64 µs to 16.8 s.
    package static func times() -> Histogram { Histogram(first: 6, last: 24, scale: 1e-6) }

    /// For sizes and numbers, with bounds from 1 to 65,536.
    package static func sizes() -> Histogram { Histogram(first: 0, last: 16, scale: 1) }

    /// The buckets' upper bounds in the unit that metrics are given in, the last (infinite) one left out.
    package var bounds: [Double] {
        (0..<counts.count - 1).map { Double(UInt64(1) << UInt64(first + $0)) * scale }
    }

    /// The sum in the unit that metrics are given in.
    package var scaledSum: Double { Double(sum) * scale }

    /// How many values have been added.
    package var total: UInt64 { counts.reduce(0, &+) }

    /// Adds a value; a negative one counts as 0.
    package mutating func add(_ value: Int64) {
        let value = UInt64(max(value, 0))
        let exponent = value <= 1 ? 0 : UInt64.bitWidth - (value - 1).leadingZeroBitCount
        counts[min(max(exponent - first, 0), counts.count - 1)] &+= 1
        sum &+= value
    }

    package mutating func add(_ duration: Duration) { add(duration.wholeMicroseconds) }

    /// Adds what another one of the same kind has counted.
    package mutating func merge(_ other: Histogram) {
        merge(counts: other.counts, sum: other.sum)
    }

    /// Adds counts that were sent from elsewhere. False: they are of another kind.
    @discardableResult
    package mutating func merge(counts others: [UInt64], sum otherSum: UInt64) -> Bool {
        guard others.count == counts.count else { return false }
        for index in counts.indices { counts[index] &+= others[index] }
        sum &+= otherSum
        return true
    }

    /// Appends the lines of Prometheus's text format, without HELP and TYPE.
    /// - Parameter labels: such as `route="/a",method="GET"`; may be empty.
    package func render(to writer: inout ByteWriter, name: String, labels: String = "") {
        let separator = labels.isEmpty ? "" : ","
        var below: UInt64 = 0
        for (index, count) in counts.enumerated() {
            below &+= count
            let bound = index == counts.count - 1 ? "+Inf" : boundText(index)
            writer.append("\(name)_bucket{\(labels)\(separator)le=\"\(bound)\"} \(below)\n")
        }
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        writer.append("\(name)_sum\(braces) \(Double(sum) * scale)\n")
        writer.append("\(name)_count\(braces) \(below)\n")
    }

    private func boundText(_ index: Int) -> String {
        let bound = UInt64(1) << UInt64(first + index)
        guard scale == 1e-6 else { return "\(bound)" }
        let micros = String(bound % 1_000_000)
        return "\(bound / 1_000_000)." + String(repeating: "0", count: 6 - micros.count) + micros
    }
}
