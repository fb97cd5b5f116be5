import API
import Essentials
import EventLoop

/// Keeps the events that a module records.
@LoopActor
package final class RecorderSpy: StatisticRecorder {
    package private(set) var events: [RecordedEvent] = []
    /// Whether guilds have their statistics on.
    package var isOn = true

    package nonisolated init() {}

    package func record(_ event: RecordedEvent, arrival: Instant) async { events.append(event) }

    package func isRecording(
        _ statistic: String, in guild: Snowflake, deadline: Instant
    ) async -> Bool { isOn }
}
