import Essentials
import EventLoop

/// The emulator's time: the system's, until a test moves or stops it. Ids, expiry, nonces and rate limits go by it.
@LoopActor
package final class EmulatorClock {
    private var offset = Duration.zero
    private var frozenAt: Timestamp?

    package var now: Timestamp { frozenAt ?? Timestamp.now() + offset }

    /// Moves the time forward.
    package func advance(by duration: Duration) {
        if let frozenAt { self.frozenAt = frozenAt + duration } else { offset += duration }
    }

    /// Stops the time; only `advance` moves it then.
    package func freeze() { frozenAt = now }

    /// Back to the system's time.
    package func reset() {
        offset = .zero
        frozenAt = nil
    }
}

/// Gives out ids that rise and say when they were made, as Discord's do.
struct SnowflakeSource {
    private static let epoch: Int64 = 1_420_070_400_000
    private var last: Int64 = 0

    mutating func next(at time: Timestamp) -> Snowflake {
        let milliseconds = max(1, time.microseconds / 1000 - Self.epoch)
        last = max(last + 1, milliseconds << 22)
        guard let id = Snowflake(rawValue: last) else {
            preconditionFailure("ids rise from 1")
        }
        return id
    }

    /// When an id was made.
    static func time(of id: Snowflake) -> Timestamp {
        Timestamp(microseconds: ((id.rawValue >> 22) + epoch) * 1000)
    }
}
