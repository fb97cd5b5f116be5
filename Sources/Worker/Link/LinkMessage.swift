/// A message on the socket pair between the supervisor and one of its workers.
package protocol LinkMessage: Equatable, Sendable {
    func write(to writer: inout WireWriter)
    init(from reader: inout WireReader) throws(WireError)
}

/// A message from the supervisor to a worker.
package enum SupervisorMessage: LinkMessage {
    /// Accept connections from the sockets of these slots only.
    case accept(slots: [Int])
    /// Drain: accept for `delay` longer, finish requests within `limit`, then exit. The sockets of the slots stop listening only
    /// if the whole service ends (`isFinal`); otherwise another worker has them already.
    case drain(delay: Duration, limit: Duration, isFinal: Bool)
    /// Finish the answers being written and exit.
    case stop
    /// Send the metrics, under this number.
    case collect(UInt32)
}

/// A message from a worker to the supervisor.
package enum WorkerMessage: LinkMessage {
    /// Started: ready to accept connections.
    case ready
    /// The heartbeat, sent every second by the worker's loop. `isHealthy` is the result of its `/readyz`.
    case heartbeat(isHealthy: Bool)
    /// The answer to `collect`; number 0: the last metrics of a worker that is about to exit.
    case metrics(UInt32, MetricsSnapshot)
}

extension SupervisorMessage {
    package func write(to writer: inout WireWriter) {
        switch self {
        case .accept(let slots):
            writer.write(1 as UInt8)
            writer.write(slots) { $0.write(UInt32($1)) }
        case .drain(let delay, let limit, let isFinal):
            writer.write(2 as UInt8)
            writer.write(delay)
            writer.write(limit)
            writer.write(isFinal)
        case .stop:
            writer.write(3 as UInt8)
        case .collect(let number):
            writer.write(4 as UInt8)
            writer.write(number)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1:
            self = .accept(
                slots: try reader.list { reader throws(WireError) in
                    Int(try reader.integer(UInt32.self))
                })
        case 2:
            self = .drain(
                delay: try reader.duration(), limit: try reader.duration(),
                isFinal: try reader.bool())
        case 3: self = .stop
        case 4: self = .collect(try reader.integer())
        case let kind: throw .unknownKind(kind)
        }
    }
}

extension WorkerMessage {
    package func write(to writer: inout WireWriter) {
        switch self {
        case .ready:
            writer.write(1 as UInt8)
        case .heartbeat(let isHealthy):
            writer.write(2 as UInt8)
            writer.write(isHealthy)
        case .metrics(let number, let snapshot):
            writer.write(3 as UInt8)
            writer.write(number)
            snapshot.write(to: &writer)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .ready
        case 2: self = .heartbeat(isHealthy: try reader.bool())
        case 3: self = .metrics(try reader.integer(), try MetricsSnapshot(from: &reader))
        case let kind: throw .unknownKind(kind)
        }
    }
}
