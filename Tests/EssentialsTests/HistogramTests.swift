import Essentials
import Testing

@Suite struct HistogramTests {
    @Test func `a value is counted in the first bucket whose bound it doesn't exceed`() {
        let bounds: [(Int64, Int)] = [
            (-5, 0), (0, 0), (1, 0), (64, 0), (65, 1), (128, 1), (129, 2), (1024, 4), (1025, 5),
            (1 << 24, 18), (1 << 24 + 1, 19), (.max, 19),
        ]
        for (value, bucket) in bounds {
            var histogram = Histogram.times()
            histogram.add(value)
            #expect(histogram.counts.firstIndex(of: 1) == bucket, "\(value)")
        }
        var sizes = Histogram.sizes()
        for value in [0, 1, 2, 3, 4, 5] as [Int64] { sizes.add(value) }
        #expect(sizes.counts[..<5] == [2, 1, 2, 1, 0])
    }

    @Test func `sum and total count every value`() {
        var histogram = Histogram.times()
        histogram.add(.milliseconds(1))
        histogram.add(.seconds(100))
        #expect(histogram.total == 2)
        #expect(histogram.sum == 100_001_000)
        #expect(histogram.distribution == .distribution(counts: histogram.counts, sum: 100.001))
    }

    @Test func `bounds of times are in seconds, short decimals that double`() {
        let bounds = Histogram.times().bounds
        #expect(bounds.count == Histogram.times().counts.count - 1)
        #expect(bounds.prefix(3).map(\.description) == ["6.4e-05", "0.000128", "0.000256"])
        #expect(bounds.suffix(2) == [8.388608, 16.777216])
    }

    @Test func `bounds of sizes are powers of two`() {
        let bounds = Histogram.sizes().bounds
        #expect(bounds.prefix(4) == [1, 2, 4, 8])
        #expect(bounds.last == 65_536)
    }
}
