import Essentials
import EventLoop

/// Takes connections from its listeners and answers what comes on them, on the loop.
@LoopActor
package final class HTTPServer {
    package let limits: HTTPLimits
    package private(set) var accepted = MetricCounter(
        "kennel_http_accepted_total", "Connections accepted.")
    package internal(set) var malformed = MetricCounter(
        "kennel_http_malformed_total", "Requests that weren't HTTP.")
    var acceptFailures = MetricCounter(
        "kennel_http_accept_failures_total",
        "Connections that could not be taken for lack of descriptors or memory.")
    /// How many connections are open.
    package private(set) var connectionCount = 0
    /// How many requests were answered, and how many answers broke off while they were streamed.
    package internal(set) var requests = 0
    package internal(set) var brokenStreams = 0
    let responder: any HTTPResponder
    let pool: BufferPool
    var encoder = ResponseEncoder()
    private var scratch = ByteWriter(capacity: 4096)

    /// Every answer from now on says that its connection closes.
    var isClosing = false
    var listeners: [Int32: HTTPListener] = [:]
    /// By descriptor.
    private var connections: [HTTPConnection?] = []
    private var sweepTimer: TimerID?
    /// Fulfilled when the last connection has closed.
    var emptied: [Promise<Void>] = []

    package init(limits: HTTPLimits = HTTPLimits(), responder: any HTTPResponder) {
        self.limits = limits
        self.responder = responder
        pool = BufferPool(limits: limits)
    }

    /// Lets `write` write, and hands what it wrote to `use`. All connections share the memory.
    func withScratch(
        _ write: (inout ByteWriter) -> Void, _ use: (UnsafeRawBufferPointer) -> Void
    ) {
        write(&scratch)
        scratch.withBytes(use)
        scratch.removeAll(keepingCapacity: scratch.capacity <= 65_536)
    }

    /// What large requests take of the memory for them.
    package var inputMemory: InputMemory { pool.memory }

    package var metrics: [any Metric] {
        [
            MetricGauge("kennel_http_connections", "Open connections.", connectionCount),
            MetricGauge(
                "kennel_http_connections_limit", "How many connections a worker takes.",
                limits.connections),
            MetricGauge(
                "kennel_http_input_bytes", "Memory of large requests.", pool.memory.total),
            MetricGauge(
                "kennel_http_input_bytes_limit", "The limit of the memory of large requests.",
                limits.inputBytes),
            accepted, malformed, acceptFailures, pool.memory.refusals,
        ]
    }

    // MARK: Connections

    var isFull: Bool { connectionCount >= limits.connections }

    func adopt(_ fd: Int32) {
        let connection = HTTPConnection(fd: fd, server: self)
        let interest: Interest = [.read, .write, .edgeTriggered, .peerClosed]
        guard EventLoop.shared.watch(fd, interest, connection) else { return refuse(fd) }
        while connections.count <= fd { connections.append(nil) }
        connections[Int(fd)] = connection
        connectionCount += 1
        accepted += 1
        if sweepTimer == nil { scheduleSweep() }
        connection.start()
    }

    func closed(_ connection: HTTPConnection) {
        connections[Int(connection.fd)] = nil
        connectionCount -= 1
        if !isFull { resumeAccepting() }
        guard connectionCount == 0 else { return }
        for waiter in emptied { waiter.fulfil(()) }
        emptied = []
    }

    func forEachConnection(_ body: (HTTPConnection) -> Void) {
        for connection in connections {
            if let connection { body(connection) }
        }
    }

    // MARK: Timeouts

    /// One timer serves all connections: a timeout may be late by a quarter of the shortest limit, at most a second.
    private var sweepInterval: Duration {
        let shortest = min(
            limits.headTimeout, limits.bodyTimeout, limits.idleTimeout, limits.stallTimeout,
            limits.lingerTimeout)
        return max(.milliseconds(10), min(.seconds(1), shortest / 4))
    }

    /// A server without connections has no timer: an idle process sleeps.
    private func scheduleSweep() {
        sweepTimer = EventLoop.shared.schedule(after: sweepInterval) { [weak self] in
            self?.sweep()
        }
    }

    private func sweep() {
        let now = EventLoop.shared.now
        forEachConnection { $0.sweep(at: now) }
        sweepTimer = nil
        if connectionCount > 0 { scheduleSweep() }
    }
}
