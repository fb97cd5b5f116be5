import Essentials
import EventLoop

/// Takes connections from its listeners and answers what comes on them, on the loop.
@LoopActor
package final class HTTPServer {
    /// The server's figures.
    package struct Statistics: Sendable {
        package var connections = 0
        package var accepted = 0
        package var requests = 0
        package var malformed = 0
        package var brokenStreams = 0
        package var acceptFailures = 0
        package var inputBytes = 0
        package var inputRefusals = 0
        package var connectionLimit = 0
        package var inputLimit = 0
    }

    package let limits: HTTPLimits
    var counts = Statistics()
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

    package var statistics: Statistics {
        var now = counts
        now.inputBytes = pool.memory.total
        now.inputRefusals = pool.memory.refusals
        now.connectionLimit = limits.connections
        now.inputLimit = limits.inputBytes
        return now
    }

    // MARK: Connections

    var isFull: Bool { counts.connections >= limits.connections }

    func adopt(_ fd: Int32) {
        let connection = HTTPConnection(fd: fd, server: self)
        let interest: Interest = [.read, .write, .edgeTriggered, .peerClosed]
        guard EventLoop.shared.watch(fd, interest, connection) else { return refuse(fd) }
        while connections.count <= fd { connections.append(nil) }
        connections[Int(fd)] = connection
        counts.connections += 1
        counts.accepted += 1
        if sweepTimer == nil { scheduleSweep() }
        connection.start()
    }

    func closed(_ connection: HTTPConnection) {
        connections[Int(connection.fd)] = nil
        counts.connections -= 1
        if !isFull { resumeAccepting() }
        guard counts.connections == 0 else { return }
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
        if counts.connections > 0 { scheduleSweep() }
    }
}
