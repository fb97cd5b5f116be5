import Essentials
import EventLoop
import HTTP

/// The calls of Discord's API that Kennel makes, on behalf of one request or one step of a job.
package struct DiscordCalls: Sendable {
    let client: DiscordClient
    /// No call is begun after this; one that has begun has 10 s more.
    package let waitLimit: Instant
    package let urgency: CallUrgency
    /// Whose share of the limits the calls count for.
    var party = CallParty.nobody
    /// The person on whose rights the calls are made.
    package var person: Snowflake?
    var trace: TraceContext?
    /// Called as soon as a call goes out.
    var begun: (@LoopActor @Sendable () -> Void)?

    package static let longestWait = Duration.seconds(15)

    /// Calls that put right what earlier ones have done: they may wait anew, however late it is.
    package var forUndoing: DiscordCalls {
        DiscordCalls(
            client: client, waitLimit: .now() + Self.longestWait, urgency: urgency, party: party,
            person: person, trace: trace)
    }
}
