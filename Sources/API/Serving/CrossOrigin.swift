import HTTP

/// Which pages of other hosts may call the API from a browser: CORS, as the Fetch standard has it.
///
/// The API knows callers by their token alone, never by a cookie, so that a page can do no more than its user's token lets it.
package struct CrossOrigin: Sendable {
    private let origins: Set<String>

    /// - Parameter origins: `https://dashboard.example`; `*`: all.
    package init(_ origins: [String] = []) {
        self.origins = Set(origins)
    }

    var areAny: Bool { !origins.isEmpty }

    /// The headers of an answer; none where the request is no page's, or not of one that may call.
    func headers(for request: HTTPRequest) -> [HTTPHeader] {
        guard let header = request.headers.first("origin") else { return [] }
        let origin = String(decoding: header, as: UTF8.self)
        let varies = HTTPHeader("Vary", "Origin")
        guard origins.contains(origin) || origins.contains("*") else { return [varies] }
        var headers = [
            HTTPHeader("Access-Control-Allow-Origin", origin), varies,
            HTTPHeader("Access-Control-Expose-Headers", "Retry-After, X-Request-Id"),
        ]
        if request.method == .options,
            request.headers.first("access-control-request-method") != nil
        {
            headers += Self.preflight
        }
        return headers
    }

    private static let preflight = [
        HTTPHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE"),
        HTTPHeader(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Idempotency-Key, X-Request-Id"),
        HTTPHeader("Access-Control-Max-Age", "7200"),
    ]
}
