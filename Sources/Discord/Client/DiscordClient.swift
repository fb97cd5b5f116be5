import API
import Essentials
import EventLoop

/// A worker's client of Discord's HTTP API: one for all its requests and jobs.
@LoopActor
package final class DiscordClient {
    private let log: Log

    package init(log: Log) {
        self.log = log
    }

    /// The calls made for a request: they may wait until 15 s after its arrival, and pass its trace on.
    package func acting(for call: Call) -> DiscordCalls {
        DiscordCalls(
            client: self, waitLimit: call.arrival + DiscordCalls.longestWait, urgency: .interactive,
            trace: call.trace)
    }

    /// The calls made by a job: they let interactive ones go first.
    package func actingInBackground(waitLimit: Instant) -> DiscordCalls {
        DiscordCalls(client: self, waitLimit: waitLimit, urgency: .background, trace: nil)
    }

    /// Sends a call, waits for its turn, repeats it where that is safe, and gives the answer's body.
    func send(_ request: DiscordRequest, _ calls: DiscordCalls) async throws(DiscordError)
        -> DiscordReply
    {
        throw .notConfigured
    }
}
