import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Postgres

@Suite struct ClockSamplesTests {
    private let start = Instant(nanoseconds: 1_000_000_000)
    private let noon = Timestamp(microseconds: 1_700_000_000_000_000)

    private func offset(_ bound: Timestamp?) -> Int64? {
        bound.map { $0.microseconds - noon.microseconds }
    }

    @Test func `nothing is known before the first sample`() {
        let samples = ClockSamples()
        #expect(!samples.isKnown)
        #expect(samples.lowerBound(at: start) == nil)
    }

    @Test func `at the moment of a sample its time has just passed`() {
        var samples = ClockSamples()
        samples.note(noon, receivedAt: start)
        #expect(offset(samples.lowerBound(at: start)) == -1)
    }

    @Test func `time goes on with our clock, less what the clocks may drift apart`() {
        var samples = ClockSamples()
        samples.note(noon, receivedAt: start)
        #expect(offset(samples.lowerBound(at: start + .seconds(1))) == 999_949)
        #expect(offset(samples.lowerBound(at: start - .seconds(1))) == -1_000_051)
    }

    @Test func `the answer that travelled least gives the bound`() {
        var samples = ClockSamples()
        samples.note(noon, receivedAt: start + .milliseconds(1))
        let second = Timestamp(microseconds: noon.microseconds + 100_000)
        samples.note(second, receivedAt: start + .milliseconds(150))
        let bound = samples.lowerBound(at: start + .milliseconds(150))
        #expect(offset(bound) == 148_991)
    }

    @Test func `a bound is never ahead of the clock it is about`() {
        var samples = ClockSamples()
        var moment = start
        for step in 0..<200 {
            let told = Timestamp(
                microseconds: noon.microseconds + (moment - start).inNanoseconds / 1_000)
            let delay = Duration.microseconds((step * 7_919) % 5_000)
            samples.note(told, receivedAt: moment + delay)
            moment = moment + .milliseconds(100)
            let truth = (moment - start).inNanoseconds / 1_000
            let bound = offset(samples.lowerBound(at: moment)) ?? .max
            #expect(bound <= truth && bound > truth - 5_500)
        }
    }

    @Test func `samples older than a minute or so are forgotten`() {
        var samples = ClockSamples()
        samples.note(noon, receivedAt: start)
        for second in 1...60 {
            let told = Timestamp(microseconds: noon.microseconds + (Int64(second) - 10) * 1_000_000)
            samples.note(told, receivedAt: start + .seconds(second))
        }
        #expect(offset(samples.lowerBound(at: start + .seconds(60))) == 49_999_999)
    }

    @Test func `the bounds of several moments come from one sample, and none is ahead`()
        async throws
    {
        let (noon, start) = (noon, start)
        try await onLoop {
            let clock = DatabaseClock()
            #expect(clock.lowerBounds(at: [start]) == [clock.lowerBound(at: start)])
            clock.note(noon, receivedAt: start + .milliseconds(1))
            clock.note(
                Timestamp(microseconds: noon.microseconds + 100_000),
                receivedAt: start + .milliseconds(150))
            let moments = [start + .milliseconds(120), start + .milliseconds(150)]
            let bounds = clock.lowerBounds(at: moments)
            #expect(bounds[1] == clock.lowerBound(at: moments[1]))
            #expect(bounds[0] <= clock.lowerBound(at: moments[0]))
            #expect(clock.lowerBounds(at: []).isEmpty)
        }
    }
}
