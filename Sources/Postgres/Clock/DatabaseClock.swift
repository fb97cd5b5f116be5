import Essentials
import EventLoop

/// A lower bound of the database's clock, from samples.
///
/// A sample is a time from the database and the moment its answer was received: by then that time had passed. So the
/// database's clock is ahead of ours by at least their difference, and the largest difference is the tightest bound.
@LoopActor
package final class DatabaseClock {
    private var samples = ClockSamples()

    package init() {}

    /// Whether there is a sample yet.
    package var isKnown: Bool { samples.isKnown }

    /// The latest database time that had provably passed at a moment.
    ///
    /// Without a sample it is the earliest timestamp, which PostgreSQL reads as -infinity.
    package func lowerBound(at moment: Instant) -> Timestamp {
        samples.lowerBound(at: moment) ?? Timestamp(microseconds: .min)
    }

    /// The same for several moments, by the sample that is tightest for the last of them; it bounds the others too.
    package func lowerBounds(at moments: [Instant]) -> [Timestamp] {
        guard let last = moments.last, let sample = samples.tightest(at: last) else {
            return moments.map { lowerBound(at: $0) }
        }
        return moments.map(sample.bound)
    }

    /// Adds a sample.
    package func note(_ time: Timestamp, receivedAt: Instant) {
        samples.note(time, receivedAt: receivedAt)
    }

    /// Adds a sample from a server that may be another one than before, with another clock.
    package func restart(_ time: Timestamp, receivedAt: Instant) {
        samples = ClockSamples()
        note(time, receivedAt: receivedAt)
    }
}

/// The last samples of a foreign clock, and the bound that follows from them.
struct ClockSamples {
    struct Sample {
        let time: Timestamp
        let receivedAt: Instant

        /// Microseconds rounded down, less what the two clocks may have drifted apart since.
        func bound(at moment: Instant) -> Timestamp {
            let passed = moment.nanoseconds - receivedAt.nanoseconds
            let drifted = passed.magnitude / UInt64(1_000_000 / drift) + 1_000
            let microseconds = (passed - Int64(drifted)) / 1_000
            return Timestamp(microseconds: time.microseconds + microseconds)
        }
    }

    /// About a minute, at a sample a second.
    private static let limit = 60
    /// How far two computers' clocks drift apart at most, in parts per million: what is asked of their crystals; kept
    /// by NTP they do a tenth of it. More would make a bound loose that new events have to be newer by.
    private static let drift: Int64 = 50

    private var samples: [Sample] = []
    private var next = 0

    var isKnown: Bool { !samples.isEmpty }

    mutating func note(_ time: Timestamp, receivedAt: Instant) {
        let sample = Sample(time: time, receivedAt: receivedAt)
        if samples.count < Self.limit {
            samples.append(sample)
        } else {
            samples[next] = sample
            next = (next + 1) % Self.limit
        }
    }

    func lowerBound(at moment: Instant) -> Timestamp? {
        tightest(at: moment)?.bound(at: moment)
    }

    func tightest(at moment: Instant) -> Sample? {
        samples.max { $0.bound(at: moment) < $1.bound(at: moment) }
    }
}
