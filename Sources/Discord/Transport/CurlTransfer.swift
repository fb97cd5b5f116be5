import CCurl
import EventLoop

/// One request on libcurl: an easy handle, what it sends, and what has come back.
///
/// libcurl calls back on the loop's thread only, from within the calls of `CurlMulti`.
@LoopActor
final class CurlTransfer {
    let handle: EasyHandle
    let ended = Promise<Result<HTTPReply, TransferFailure>>()
    let limits: TransferLimits
    private let body: [UInt8]
    private let isRepeatable: Bool
    private let sink: (any BodySink)?
    private var sent = 0
    private var bytesTaken = 0
    private var received: [UInt8] = []

    /// Nil where libcurl has no memory.
    init?(_ exchange: HTTPExchange, limits: TransferLimits) {
        guard let handle = EasyHandle(headers: exchange.headers) else { return nil }
        self.handle = handle
        self.limits = limits
        body = exchange.body ?? []
        isRepeatable = exchange.isRepeatable
        sink = exchange.sink
        sink?.begin()
    }

    // MARK: libcurl's callbacks

    /// Keeps a piece of the answer's body; false: it's too large.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytesTaken += bytes.count
        guard bytesTaken <= bodyLimit else { return false }
        if let sink, isGood { sink.take(bytes) } else { received.append(contentsOf: bytes) }
        return true
    }

    private var isGood: Bool {
        (200..<300).contains(ccurl_get_long(handle.raw, CURLINFO_RESPONSE_CODE))
    }

    private var bodyLimit: Int { sink != nil && isGood ? limits.listBytes : limits.bodyBytes }

    /// Gives the next piece of the request's body.
    func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let piece = body[sent...].prefix(room.count)
        room.copyBytes(from: piece)
        sent += piece.count
        return piece.count
    }

    /// libcurl wants to send the request once more, on another connection: whoever may have had it already mustn't act twice.
    func rewind() -> Bool {
        guard isRepeatable || sent == 0 else { return false }
        sent = 0
        return true
    }

    // MARK: The end

    /// Passes the outcome on.
    func conclude(_ code: CURLcode) {
        ended.fulfil(code == CURLE_OK ? .success(reply) : .failure(failure(code)))
    }

    func abandon() {
        ended.fulfil(
            .failure(.init(error: .cancelled, isUnsent: !hasSent, isPassing: false)))
    }

    private var reply: HTTPReply {
        HTTPReply(
            status: ccurl_get_long(handle.raw, CURLINFO_RESPONSE_CODE), headers: headers,
            body: received)
    }

    private var headers: RateLimitHeaders {
        var headers = RateLimitHeaders()
        var header: UnsafeMutablePointer<curl_header>?
        while let next = curl_easy_nextheader(handle.raw, UInt32(CURLH_HEADER), -1, header) {
            header = next
            headers.note(
                String(cString: next.pointee.name), String(cString: next.pointee.value))
        }
        return headers
    }

    private func failure(_ code: CURLcode) -> TransferFailure {
        let status = ccurl_get_long(handle.raw, CURLINFO_RESPONSE_CODE)
        var limits = limits
        limits.bodyBytes = bodyLimit
        return TransferFailure(
            code, isUnsent: !hasSent, wasConnecting: !hasSent && status == 0, limits: limits)
    }

    /// libcurl counts a request's bytes when they go to the connection.
    var hasSent: Bool { ccurl_get_long(handle.raw, CURLINFO_REQUEST_SIZE) > 0 }
}
