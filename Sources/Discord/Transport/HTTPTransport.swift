import CCurl
import Essentials
import EventLoop
import HTTP

/// Sends requests over HTTP, without blocking and without repeating. What it needs of libcurl is made at the first one, so that
/// a worker that never calls Discord has nothing of it.
@LoopActor
final class HTTPTransport {
    private let limits: TransferLimits
    private let caFile: String?
    private var multi: CurlMulti?
    /// Connections opened so far.
    private(set) var connectionsMade = MetricCounter(
        "kennel_discord_connections_total", "Connections opened to Discord.")

    nonisolated init(limits: TransferLimits, caFile: String?) {
        self.limits = limits
        self.caFile = caFile
    }

    /// Sends a request and waits for its answer.
    /// - Parameter cancellation: breaks it off.
    func perform(
        _ exchange: HTTPExchange, cancelledBy cancellation: CallCancellation
    ) async throws(TransferFailure) -> HTTPReply {
        guard let multi = multi ?? CurlMulti(connections: limits.connections),
            let transfer = CurlTransfer(exchange, limits: limits)
        else { throw .refusedByCurl(CURLE_OUT_OF_MEMORY) }
        self.multi = multi
        let refusal = transfer.prepare(exchange, caFile: caFile)
        guard refusal == CURLE_OK else { throw .refusedByCurl(refusal) }
        guard multi.begin(transfer) else { throw .refusedByCurl(CURLE_FAILED_INIT) }
        cancellation.onCancel { extent in
            if extent == .everything || exchange.method == .get || !transfer.hasSent {
                multi.abandon(transfer)
            }
        }
        let result = await transfer.ended.value
        cancellation.disarm()
        connectionsMade += ccurl_get_long(transfer.handle.raw, CURLINFO_NUM_CONNECTS)
        return try result.get()
    }
}

extension TransferFailure {
    fileprivate static func refusedByCurl(_ code: CURLcode) -> TransferFailure {
        TransferFailure(
            error: .unreachable("libcurl's error \(code.rawValue)"), isUnsent: true,
            isPassing: false)
    }
}
