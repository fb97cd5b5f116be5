import CCurl

/// Failures from libcurl's codes.
extension TransferFailure {
    /// - Parameters:
    ///   - code: libcurl's, of a transfer that failed.
    ///   - wasConnecting: there was no connection yet.
    init(_ code: CURLcode, isUnsent: Bool, wasConnecting: Bool, limits: TransferLimits) {
        self.init(
            error: Self.isGarble(code)
                ? .garbled : .unreachable(Self.words(code, wasConnecting, limits)),
            isUnsent: isUnsent, isPassing: Self.isPassing(code))
    }

    /// The server said something that isn't HTTP.
    private static func isGarble(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: true
        default: false
        }
    }

    private static func isPassing(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT,
            CURLE_SSL_CONNECT_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            true
        default: false
        }
    }

    /// A clause behind "Discord can't be reached: ". libcurl's own words would name addresses within.
    private static func words(
        _ code: CURLcode, _ wasConnecting: Bool, _ limits: TransferLimits
    ) -> String {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: "its name can't be resolved"
        case CURLE_COULDNT_CONNECT: "it takes no connection"
        case CURLE_OPERATION_TIMEDOUT:
            wasConnecting ? "no connection in time" : "no answer in time"
        case CURLE_PEER_FAILED_VERIFICATION: "its certificate isn't trusted"
        case CURLE_SSL_CACERT_BADFILE: "the file of trusted certificates can't be read"
        case CURLE_SSL_CONNECT_ERROR: "TLS failed"
        case CURLE_WRITE_ERROR: "its answer is larger than \(limits.bodyBytes >> 20) MB"
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            "the connection broke off"
        default: "libcurl's error \(code.rawValue)"
        }
    }
}
