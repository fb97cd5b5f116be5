import Essentials
import EventLoop
import HTTP

/// The state of one request while it's served, for its answer's headers, the log and the figures.
struct Exchange {
    let method: HTTPMethod
    var context: RequestContext
    /// Nil until a route has been found.
    var route: Route?
    /// The failure, where it isn't the caller's fault, in words for operators.
    var cause: String?
    /// An expected failure, such as `/readyz` returning 503; it isn't logged as an error.
    var isExpected = false

    /// The failure of something we call, which has its own lines in the log.
    var isExternal = false

    @LoopActor init(_ request: HTTPRequest, _ ids: inout RequestID.Sequence) {
        let headers = request.headers
        method = request.method
        context = RequestContext(
            caller: .anonymous, arrival: request.arrival,
            id: headers.first("x-request-id").flatMap(RequestID.init(header:)) ?? ids.next(),
            trace: headers.first("traceparent").flatMap(TraceContext.init(header:)))
    }
}
