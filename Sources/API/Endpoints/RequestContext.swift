import Essentials
import EventLoop
import HTTP

/// A handler's view of a request, beside its fields.
package struct RequestContext: Sendable {
    package internal(set) var caller: Caller
    /// When the request's last byte was there.
    package let arrival: Instant
    /// When the answer is due: `arrival` + 5 s.
    package let deadline: Instant
    package let id: RequestID
    /// The trace the client put the request into, if any.
    package let trace: TraceContext?
    /// 1…64 characters; only where the endpoint takes one, and it was sent.
    package internal(set) var idempotencyKey: String?
    /// The guild the request names.
    package internal(set) var guild: Snowflake?
    /// The first id in the path; for a gate, which gets no fields, and says 404 before a limit is told.
    package internal(set) var pathID: String?

    /// How long a request may take; tests on a busy machine allow more.
    @LoopActor package static var timeLimit = Duration.seconds(5)

    @LoopActor package init(
        caller: Caller, arrival: Instant, id: RequestID, trace: TraceContext? = nil,
        idempotencyKey: String? = nil
    ) {
        self.caller = caller
        self.arrival = arrival
        self.deadline = arrival + RequestContext.timeLimit
        self.id = id
        self.trace = trace
        self.idempotencyKey = idempotencyKey
    }
}
