import Modules

/// A message on the socket pair between the supervisor and one of its workers.
package protocol LinkMessage: Equatable, Sendable {
    /// Writes one JSON object.
    func write(to writer: inout ByteWriter)
    init(_ json: JSONValue) throws(LinkError)
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

/// The form of the messages. A replaced executable starts workers under the supervisor of the old one; where the forms
/// differ, the supervisor says so and keeps its old workers.
private let linkVersion = 1

extension SupervisorMessage {
    package func write(to writer: inout ByteWriter) {
        writer.beginObject()
        switch self {
        case .accept(let slots):
            writer.field("accept", slots)
        case .drain(let delay, let limit, let isFinal):
            writer.field("drain", isFinal)
            writer.field("delay", delay.wholeMicroseconds)
            writer.field("limit", limit.wholeMicroseconds)
        case .stop:
            writer.field("stop", true)
        case .collect(let number):
            writer.field("collect", Int(number))
        }
        writer.endObject()
    }

    package init(_ json: JSONValue) throws(LinkError) {
        if let slots = json.member("accept") {
            self = .accept(slots: slots.elements.compactMap { $0.int64().map { Int($0) } })
        } else if let isFinal = json.member("drain")?.bool(),
            let delay = json.member("delay")?.int64(), let limit = json.member("limit")?.int64()
        {
            self = .drain(
                delay: .microseconds(delay), limit: .microseconds(limit), isFinal: isFinal)
        } else if json.member("stop") != nil {
            self = .stop
        } else if let number = json.member("collect")?.int64() {
            self = .collect(UInt32(truncatingIfNeeded: number))
        } else {
            throw .unknownMessage
        }
    }
}

extension WorkerMessage {
    package func write(to writer: inout ByteWriter) {
        writer.beginObject()
        switch self {
        case .ready:
            writer.field("ready", linkVersion)
        case .heartbeat(let isHealthy):
            writer.field("heartbeat", isHealthy)
        case .metrics(let number, let snapshot):
            writer.field("metrics", Int(number))
            writer.field("families", snapshot.families)
        }
        writer.endObject()
    }

    package init(_ json: JSONValue) throws(LinkError) {
        if let version = json.member("ready")?.int64() {
            guard version == linkVersion else { throw .otherVersion(version) }
            self = .ready
        } else if let isHealthy = json.member("heartbeat")?.bool() {
            self = .heartbeat(isHealthy: isHealthy)
        } else if let number = json.member("metrics")?.int64(),
            let families = json.member("families")
        {
            self = .metrics(UInt32(truncatingIfNeeded: number), try MetricsSnapshot(families))
        } else {
            throw .unknownMessage
        }
    }
}
