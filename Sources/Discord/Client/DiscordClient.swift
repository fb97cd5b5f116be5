import API
import Essentials
import EventLoop

/// A worker's client of Discord's HTTP API: one for all its requests and jobs.
@LoopActor
package final class DiscordClient {
    var attempts = CallAttempts()
    package internal(set) var repeats = MetricCounter(
        "kennel_discord_repeats_total", "Calls sent again.")
    /// Calls sent and not yet answered.
    package internal(set) var inFlight = 0
    let log: Log
    /// Known once somebody has asked for it.
    var botID: Snowflake?
    /// Empty until the bot's own is known, where none are configured.
    var acceptedApplications: Set<Snowflake>
    var channels = ChannelMemory()
    var vanities = VanityMemory()
    let channelReads = SharedReads<Snowflake, Channel>()
    /// Nil: nothing is called.
    private let line: DiscordConnection?
    private var ongoing: [ObjectIdentifier: OngoingCall] = [:]
    /// What isn't begun any more.
    private var stopped: Set<DiscordCalls.Urgency> = []

    /// A client for a bot, or, without a token, for what needs none.
    /// - Parameter budget: the calls a second of the whole cluster.
    package init(_ configuration: DiscordConfiguration, budget: any SendBudget, log: Log) {
        line = DiscordConnection(
            configuration,
            limiter: RateLimiter(
                budget: budget, invalidBound: configuration.invalidBound, log: log))
        acceptedApplications = configuration.applications
        self.log = log
    }

    /// A client that leads nowhere: every call fails with `.notConfigured`.
    package init(log: Log) {
        line = nil
        acceptedApplications = []
        self.log = log
    }

    /// The calls made for a request: they may wait until 15 s after its arrival, and pass its trace on.
    package func acting(for call: RequestContext) -> DiscordCalls {
        DiscordCalls(
            client: self, waitLimit: call.arrival + DiscordCalls.longestWait, urgency: .interactive,
            trace: call.trace, guild: call.guild, caller: call.caller)
    }

    /// The calls made to find out who calls: there is no request yet that they'd be for.
    package func acting(until waitLimit: Instant) -> DiscordCalls {
        DiscordCalls(client: self, waitLimit: waitLimit, urgency: .interactive, trace: nil)
    }

    /// The calls that a job makes for a guild: they let interactive ones go first.
    package func actingInBackground(in guild: Snowflake, waitLimit: Instant) -> DiscordCalls {
        DiscordCalls(
            client: self, waitLimit: waitLimit, urgency: .background, trace: nil, guild: guild)
    }

    /// Gives up what jobs are calling, and lets them call no more; requests go on.
    package func stopBackground() { stop([.background]) }

    /// Gives up everything.
    package func stop() {
        stop([.interactive, .background])
        line?.limiter.stop()
    }

    private func stop(_ urgencies: Set<DiscordCalls.Urgency>) {
        stopped.formUnion(urgencies)
        for call in ongoing.values where urgencies.contains(call.calls.urgency) {
            call.cancellation.cancel()
        }
    }

    /// Sends a call, waits for its turn, repeats it where that is safe, and gives the answer's body.
    /// Cancelling the task breaks it off.
    func send(
        _ request: DiscordRequest, _ calls: DiscordCalls
    ) async throws(DiscordError) -> DiscordReply {
        guard let line else { throw .notConfigured }
        guard !stopped.contains(calls.urgency) else { throw .cancelled }
        guard request.hasPlainPath else { throw .unnameable }
        let call = OngoingCall(request, calls, line)
        ongoing[ObjectIdentifier(call)] = call
        let result = await withTaskCancellationHandler {
            await call.result()
        } onCancel: {
            spawn { call.cancellation.cancel() }
        }
        ongoing[ObjectIdentifier(call)] = nil
        return try result.get()
    }

    /// Connections opened to Discord so far.
    package var connectionsMade: Int { line?.transport.connectionsMade.count ?? 0 }

    package var metrics: [any Metric] {
        attempts.metrics + [
            repeats,
            MetricGauge(
                "kennel_discord_in_flight", "Calls sent and not yet answered.", inFlight),
        ] + (line.map { [$0.transport.connectionsMade] + $0.limiter.metrics } ?? [])
    }
}

/// What leads to Discord: shared by all calls of a client.
@LoopActor
final class DiscordConnection {
    let configuration: DiscordConfiguration
    let limiter: RateLimiter
    let transport: HTTPTransport

    init(_ configuration: DiscordConfiguration, limiter: RateLimiter) {
        self.configuration = configuration
        self.limiter = limiter
        transport = HTTPTransport(limits: configuration.limits, caFile: configuration.caFile)
    }
}
