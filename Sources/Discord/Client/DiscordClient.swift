import Essentials
import EventLoop
import HTTP

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
    let line: DiscordConnection?
    private var ongoing: [ObjectIdentifier: OngoingCall] = [:]
    /// Kinds of calls that aren't begun any more.
    private var stopped: Set<CallUrgency> = []

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

    /// Calls that somebody waits for.
    /// - Parameters:
    ///   - party: whose share of the limits they count for.
    ///   - person: on whose rights they are made.
    package func acting(
        until waitLimit: Instant, for party: CallParty = .nobody, person: Snowflake? = nil,
        trace: TraceContext? = nil
    ) -> DiscordCalls {
        DiscordCalls(
            client: self, waitLimit: waitLimit, urgency: .interactive, party: party, person: person,
            trace: trace)
    }

    /// The calls that a job makes for a guild: they let interactive ones go first.
    package func actingInBackground(in guild: Snowflake, waitLimit: Instant) -> DiscordCalls {
        DiscordCalls(
            client: self, waitLimit: waitLimit, urgency: .background,
            party: CallParty(guild: guild, caller: nil))
    }

    /// Gives up what jobs are calling, and lets them call no more; requests go on.
    package func stopBackground() { stop([.background]) }

    /// Gives up everything.
    package func stop() {
        stop([.interactive, .background])
        line?.limiter.stop()
    }

    private func stop(_ urgencies: Set<CallUrgency>) {
        stopped.formUnion(urgencies)
        for call in ongoing.values where urgencies.contains(call.calls.urgency) {
            call.cancellation.cancel()
        }
    }

    /// Sends a call, waits for its turn, repeats it where that is safe, and gives the answer's body.
    ///
    /// Cancelling the task ends it early, with `.withdrawn` or `.cancelled`, unless it's a change that was sent: its outcome is awaited.
    /// To whoever makes a change in several calls this looks as if Discord had become unreachable between two of them.
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
            spawn { call.cancellation.cancel(.withoutEffect) }
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

/// The way to Discord, shared by all calls of a client.
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
