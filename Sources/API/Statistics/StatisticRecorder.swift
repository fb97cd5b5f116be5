import Essentials
import EventLoop

/// Records a statistic from another module: serverstats does, where the guild has it switched on.
package protocol StatisticRecorder: AnyObject, Sendable {
    /// Stores one event, on the same way as one that was POSTed; returns after its commit, also where the statistic is off.
    ///
    /// A database that fails is logged, not thrown: what the caller did stands without it.
    @LoopActor func record(_ event: RecordedEvent, arrival: Instant) async

    /// Whether events of a statistic are stored in a guild now: spares what happens often a write where they aren't.
    /// Where the database fails, they aren't.
    @LoopActor func isRecording(
        _ statistic: String, in guild: Snowflake, deadline: Instant
    ) async -> Bool
}

extension StatisticRecorder {
    /// Records that whoever calls did something.
    @LoopActor package func record(
        _ statistic: String, in guild: Snowflake, by context: RequestContext
    ) async {
        var event = RecordedEvent(statistic, in: guild)
        if case .user(let user, _) = context.caller { event.user = user }
        await record(event, arrival: context.arrival)
    }

    @LoopActor package func isRecording(
        _ statistic: String, in guild: Snowflake, deadline: Instant
    ) async -> Bool { true }
}

/// One thing that happened, of a statistic that isn't about messages or sessions.
package struct RecordedEvent: Hashable, Sendable {
    /// The path after `/modules/serverstats/stats/`.
    package let statistic: String
    package let guild: Snowflake
    /// The acting member, where one is known.
    package var user: Snowflake?
    /// Of `triggers/hit`: the trigger's id.
    package var text: String?
    /// Of a check-time: seconds.
    package var number: Double?

    package init(
        _ statistic: String, in guild: Snowflake, user: Snowflake? = nil, text: String? = nil,
        number: Double? = nil
    ) {
        self.statistic = statistic
        self.guild = guild
        self.user = user
        self.text = text
        self.number = number
    }
}
