/// A histogram with buckets that double in size, for latencies and sizes.
///
/// Bucket n counts the values up to 2^(first+n); the last one counts those above all bounds.
@usableFromInline package struct Histogram: Hashable, Sendable {
    /// The binary logarithm of the first bucket's bound.
    private let first: Int
    /// The number of internal units in one unit of the metric: a divisor, so that bounds stay short decimals.
    private let divisor: Double
    /// The count of each bucket, not cumulative.
    package private(set) var counts: [UInt64]
    /// The sum of all values.
    package private(set) var sum: UInt64 = 0

    private init(first: Int, last: Int, divisor: Double) {
        self.first = first
        self.divisor = divisor
        counts = Array(repeating: 0, count: last - first + 2)
    }

    /// For times: microseconds, given in seconds, with bounds from 64 µs to 16.8 s.
    package static func times() -> Histogram { Histogram(first: 6, last: 24, divisor: 1_000_000) }

    /// For sizes and numbers, with bounds from 1 to 65,536.
    package static func sizes() -> Histogram { Histogram(first: 0, last: 16, divisor: 1) }

    /// The buckets' upper bounds in the metric's unit, without the last (infinite) one.
    package var bounds: [Double] {
        (0..<counts.count - 1).map { Double(UInt64(1) << UInt64(first + $0)) / divisor }
    }

    /// The counts and the sum in the unit that metrics are given in.
    package var distribution: MetricsSnapshot.Value {
        .distribution(counts: counts, sum: Double(sum) / divisor)
    }

    /// How many values have been added.
    package var total: UInt64 { counts.reduce(0, &+) }

    /// Adds a value; a negative one counts as 0.
    @usableFromInline package mutating func add(_ value: Int64) {
        let value = UInt64(max(value, 0))
        let exponent = value <= 1 ? 0 : UInt64.bitWidth - (value - 1).leadingZeroBitCount
        counts[min(max(exponent - first, 0), counts.count - 1)] &+= 1
        sum &+= value
    }

    @usableFromInline package mutating func add(_ duration: Duration) {
        add(duration.wholeMicroseconds)
    }
}
