import Essentials
import EventLoop

/// The worker's direct session with the server, without a pooler: for LISTEN, advisory locks and the server's clock.
///
/// It is pinged every second. When it breaks, or is silent for three seconds, holders of locks are notified, and so are
/// listeners, once it listens again.
@LoopActor
package final class DirectSession {
    /// The interval and the timeout of pings.
    package struct Timing: Sendable {
        package var pingInterval = Duration.seconds(1)
        /// At most three seconds pass between a ping and the answer to the next.
        package var pingLimit = Duration.seconds(2)
        /// How long a confirmation remains valid.
        package var confirmationLimit = Duration.seconds(3)

        package init() {}
    }

    let clock: DatabaseClock
    private let connector: Connector
    private let timing: Timing
    private var hasStopped = false
    private var backoff = BackoffMachine()
    private(set) var connection: Connection?
    /// When the last answered ping of this session was sent.
    private var confirmedAt: Instant?
    /// LISTENs in flight.
    private var unconfirmedListens = 0
    var listeners: [String: [Listener]] = [:]
    let keeper = LockKeeper()
    /// How often a session was begun.
    private(set) var connectionsMade = 0

    package init(connector: Connector, clock: DatabaseClock, timing: Timing = Timing()) {
        self.connector = connector
        self.clock = clock
        self.timing = timing
    }

    /// Starts connecting, and reconnects until `stop`.
    package func start() {
        spawn { await self.keepConnected() }
    }

    /// Ends the session; its locks are lost.
    package func stop() {
        hasStopped = true
        connection?.close()
    }

    package var isConnected: Bool { connection?.isOpen == true }

    package var lockAttempts: Int { keeper.attempts.count }

    package var metrics: [any Metric] {
        [
            MetricGauge(
                "kennel_direct_session_connected",
                "Whether the direct session, for locks and LISTEN, is connected: 1 or 0.",
                isConnected)
        ] + keeper.metrics
    }
}

// MARK: Staying connected

extension DirectSession {
    private func keepConnected() async {
        while !hasStopped {
            do throws(Connector.Failure) {
                let connection = try await connector.connect()
                await use(connection)
            } catch {
                // The shared connections fail in the same way and log it.
            }
            guard !hasStopped else { return }
            await sleep(for: backoff.failed(random: .random(in: 0...1)))
        }
    }

    /// Returns when the connection has closed.
    private func use(_ connection: Connection) async {
        guard !hasStopped else { return connection.close() }
        let closed = Promise<Void>()
        connection.onClose = { [self] in
            lose()
            closed.fulfil(())
        }
        connection.onNotification = { [weak self] channel, payload in
            self?.deliver(payload, on: channel)
        }
        guard connection.isOpen else { return }
        self.connection = connection
        connectionsMade += 1
        unconfirmedListens = 0
        listenAgain()
        ping(connection)
        await closed.value
    }

    /// The session is gone, and its locks and LISTENs with it.
    private func lose() {
        connection = nil
        confirmedAt = nil
        keeper.loseAll()
    }

    private func ping(_ connection: Connection) {
        guard connection.isOpen else { return }
        let sentAt = Instant.now()
        let ping = CollectionOfOne(BoundStatement(ConnectionSQL.time))
        connection.send(ping, deadline: sentAt + timing.pingLimit) { [self] result in
            guard case .success(let rows) = result, let row = rows.first else {
                return connection.close()
            }
            let receivedAt = Instant.now()
            tell(row.timestamp(0), receivedAt)
            backoff.succeeded()
            confirm(sentAt)
            let wait = max(.zero, timing.pingInterval - (receivedAt - sentAt))
            EventLoop.shared.schedule(after: wait) { self.ping(connection) }
        }
    }

    /// A new session may be on another server than the last one.
    private func tell(_ time: Timestamp, _ receivedAt: Instant) {
        if confirmedAt == nil {
            clock.restart(time, receivedAt: receivedAt)
        } else {
            clock.note(time, receivedAt: receivedAt)
        }
    }

    private func confirm(_ moment: Instant) {
        confirmedAt = max(moment, confirmedAt ?? moment)
    }
}

// MARK: LISTEN

extension DirectSession {
    /// What a listener gets.
    package enum ListenEvent: Equatable, Sendable {
        /// A notification with its payload.
        case notified(String)
        /// Notifications are received from here on; those before may have been missed.
        case resumed
    }

    typealias Listener = @LoopActor (ListenEvent) -> Void

    /// Calls the handler for each notification on the channel, from now until the session stops.
    ///
    /// - Parameter channel: a plain lower-case name, constant in the source.
    package func listen(
        to channel: StaticString, _ handler: @escaping @LoopActor (ListenEvent) -> Void
    ) {
        listeners["\(channel)", default: []].append(handler)
        if isConnected { listen("\(channel)", [handler]) }
    }

    /// Whether every notification older than three seconds has certainly been delivered here.
    package var listenIsConfirmed: Bool {
        guard isConnected, unconfirmedListens == 0, let confirmedAt else { return false }
        return EventLoop.shared.now - confirmedAt < timing.confirmationLimit
    }

    private func listenAgain() {
        for (channel, handlers) in listeners { listen(channel, handlers) }
    }

    private func listen(_ channel: String, _ handlers: [Listener]) {
        guard let connection else { return }
        unconfirmedListens += 1
        let statement = BoundStatement(text: "LISTEN \(channel)")
        let deadline = Instant.now() + timing.pingLimit
        connection.send(CollectionOfOne(statement), deadline: deadline) { [self] result in
            guard case .success = result else { return connection.close() }
            unconfirmedListens -= 1
            for handler in handlers { handler(.resumed) }
        }
    }

    private func deliver(_ payload: String, on channel: String) {
        for handler in listeners[channel] ?? [] { handler(.notified(payload)) }
    }
}
