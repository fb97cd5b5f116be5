import Essentials
import EventLoop

/// A call that the emulator received.
package struct RecordedCall: Sendable {
    package enum Authorization: String, Sendable { case bot, bearer, none, wrong }

    package let method: String
    /// After `/api/v10`, percent-encoded as it came, without the query.
    package let path: String
    /// Decoded.
    package let query: [String: String]
    /// Null where there was none.
    package let body: JSON
    package let hasBody: Bool
    /// Of the audit log, decoded.
    package let reason: String?
    package let authorization: Authorization
    package let userAgent: String?
    /// The emulator's time.
    package let time: Timestamp
    package let arrival: Instant
    /// Nil while it's being answered, and where it never was.
    package internal(set) var status: Int?
    /// Discord's description's path of it; nil where there is no such operation.
    package let template: String?
}

/// The calls received, in order; the oldest go when there are too many.
struct CallLog {
    private(set) var calls: [RecordedCall] = []
    /// How many went before the first that is kept.
    private var forgotten = 0
    private static let limit = 200_000

    /// - Returns: what to name it by later.
    mutating func append(_ call: RecordedCall) -> Int {
        if calls.count >= Self.limit {
            calls.removeFirst(Self.limit / 2)
            forgotten += Self.limit / 2
        }
        calls.append(call)
        return forgotten + calls.count - 1
    }

    mutating func update(_ number: Int, _ change: (inout RecordedCall) -> Void) {
        guard calls.indices.contains(number - forgotten) else { return }
        change(&calls[number - forgotten])
    }

    mutating func clear() {
        forgotten += calls.count
        calls = []
    }
}
