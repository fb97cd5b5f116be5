import API
import Essentials
import EventLoop

/// The calls of Discord's API that Kennel makes, on behalf of one request or one step of a job.
package struct DiscordCalls: Sendable {
    let client: DiscordClient
    /// No call is begun after this; one that has begun has 10 s more.
    package let waitLimit: Instant
    package let urgency: Urgency
    let trace: TraceContext?
    /// Whose share of the limits the calls count for: the guild acted in, and who asked for it.
    var guild: Snowflake?
    var caller: Caller?
    /// Called as soon as a call goes out.
    var begun: (@LoopActor @Sendable () -> Void)?

    package typealias Urgency = CallUrgency

    package static let longestWait = Duration.seconds(15)
    package static let transferLimit = Duration.seconds(10)
}
