import Essentials
import EventLoop

/// The database's clock as seen from here: when a time of it has certainly come.
///
/// The database reads its clock somewhere between our question and its answer. So at the moment of the answer that time had
/// come, and at the moment of the question it hadn't; of all samples the tightest bounds count.
struct BudgetClock {
    private struct Sample {
        /// How far the database's clock is ahead, in microseconds: at least, by the answer; at most, by the question.
        let least: Int64
        let most: Int64
        let takenAt: Instant
    }

    /// Two clocks drift apart by at most a millisecond meanwhile.
    private static let memory = Duration.seconds(20)
    private static let limit = 64

    private var samples: [Sample] = []

    mutating func note(_ time: Timestamp, askedAt: Instant, answeredAt: Instant) {
        let sample = Sample(
            least: time.microseconds - answeredAt.microsecondsUp,
            most: time.microseconds - askedAt.microsecondsDown, takenAt: answeredAt)
        samples.removeAll { $0.takenAt + Self.memory < answeredAt }
        // No one clock could have said both: it was set, or another server answers now.
        if samples.contains(where: {
            $0.least > sample.most + 1_000 || $0.most + 1_000 < sample.least
        }) {
            samples.removeAll()
        }
        if samples.count >= Self.limit { samples.removeFirst() }
        samples.append(sample)
    }

    /// The earliest moment here by which the time has certainly come there; nil while nothing is known.
    func instant(of time: Timestamp) -> Instant? {
        guard let ahead = samples.map(\.least).max() else { return nil }
        let (microseconds, hasOverflown) = time.microseconds.subtractingReportingOverflow(ahead)
        guard !hasOverflown, microseconds.magnitude < 1 << 53 else { return nil }
        return Instant(nanoseconds: microseconds * 1_000)
    }
}

extension Instant {
    fileprivate var microsecondsDown: Int64 { nanoseconds / 1_000 }
    fileprivate var microsecondsUp: Int64 { (nanoseconds + 999) / 1_000 }
}
