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

    @Test func `merging adds counts and sums`() {
        var left = Histogram.times()
        var right = Histogram.times()
        left.add(.milliseconds(1))
        right.add(.milliseconds(2))
        right.add(.seconds(100))
        left.merge(right)
        #expect(left.total == 3)
        #expect(left.sum == 100_003_000)
        let fits = left.merge(counts: [1], sum: 1)
        #expect(!fits)
        #expect(left.total == 3)
    }

    @Test func `it is rendered in Prometheus's format, cumulative, in seconds`() {
        var histogram = Histogram.times()
        histogram.add(50)
        histogram.add(100)
        histogram.add(.seconds(60))
        var writer = ByteWriter()
        histogram.render(to: &writer, name: "t", labels: "route=\"/a\"")
        let lines = writer.string.split(separator: "\n")
        #expect(lines.count == 22)
        #expect(lines[0] == #"t_bucket{route="/a",le="0.000064"} 1"#)
        #expect(lines[1] == #"t_bucket{route="/a",le="0.000128"} 2"#)
        #expect(lines[18] == #"t_bucket{route="/a",le="16.777216"} 2"#)
        #expect(lines[19] == #"t_bucket{route="/a",le="+Inf"} 3"#)
        #expect(lines[20].hasPrefix(#"t_sum{route="/a"} 60.0001"#))
        #expect(lines[21] == #"t_count{route="/a"} 3"#)
    }

    @Test func `without labels there are no empty braces`() {
        var histogram = Histogram.sizes()
        histogram.add(3)
        var writer = ByteWriter()
        histogram.render(to: &writer, name: "n")
        let lines = writer.string.split(separator: "\n")
        #expect(lines[0] == #"n_bucket{le="1"} 0"#)
        #expect(lines.suffix(2) == ["n_sum 3.0", "n_count 1"])
    }
}
