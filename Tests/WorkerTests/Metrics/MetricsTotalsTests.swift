import Essentials
import Testing
import Worker

@Suite struct MetricsTotalsTests {
    @Test func `counters and histograms of workers are added up, gauges are told apart`() {
        var totals = MetricsTotals()
        totals.add(.example, worker: 0)
        totals.add(.example, worker: 1)
        #expect(
            totals.snapshot.prometheusText == """
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{route="/livez"} 6
                requests_total{route="/é"} 2
                # HELP connections Open connections.
                # TYPE connections gauge
                connections{worker="0"} 12.5
                connections{worker="1"} 12.5
                # HELP seconds Latency.
                # TYPE seconds histogram
                seconds_bucket{route="/livez",le="0.001"} 10
                seconds_bucket{route="/livez",le="1"} 14
                seconds_bucket{route="/livez",le="+Inf"} 16
                seconds_sum{route="/livez"} 8.5
                seconds_count{route="/livez"} 16

                """)
    }

    @Test func `a worker that is gone leaves its counts but not its levels`() {
        var totals = MetricsTotals()
        totals.addDeparted(.example)
        let text = totals.snapshot.prometheusText
        #expect(text.contains("requests_total{route=\"/livez\"} 3\n"))
        #expect(text.contains("seconds_count{route=\"/livez\"} 8\n"))
        #expect(!text.contains("connections"))
    }

    @Test func `a worker of another build with other buckets adds nothing to them`() {
        func seconds(_ counts: [UInt64]) -> MetricsSnapshot {
            let value = MetricsSnapshot.Value.distribution(counts: counts, sum: 1)
            let bounds = (1..<counts.count).map(Double.init)
            return MetricsSnapshot([
                .init("seconds", .histogram(bounds: bounds), "Latency.", [.init(value)])
            ])
        }
        var totals = MetricsTotals()
        totals.add(seconds([1, 2]), worker: 0)
        totals.add(seconds([1, 2, 3]), worker: 1)
        #expect(totals.snapshot == seconds([1, 2]))
    }

    @Test func `two workers of one slot don't hide each other's level`() {
        var totals = MetricsTotals()
        totals.add(.example, worker: 0)
        totals.add(.example, worker: 0)
        #expect(totals.snapshot.prometheusText.contains("connections{worker=\"0\"} 25\n"))
    }

    @Test func `a label's quotes, backslashes and line ends are escaped`() {
        #expect(MetricsSnapshot.label("a", "x\"y\\z\n") == #"a="x\"y\\z\n""#)
    }

    @Test
    func `large counts keep every digit and odd numbers are written as Prometheus reads them`() {
        func line(_ number: Double) -> String {
            MetricsSnapshot([.init("n", .counter, "N.", [.init(.number(number))])])
                .prometheusText.split(separator: "\n").last.map(String.init) ?? ""
        }
        #expect(line(9_007_199_254_740_992) == "n 9007199254740992")
        #expect(line(0.25) == "n 0.25")
        #expect(line(.infinity) == "n +Inf")
        #expect(line(-.infinity) == "n -Inf")
        #expect(line(.nan) == "n NaN")
    }
}
