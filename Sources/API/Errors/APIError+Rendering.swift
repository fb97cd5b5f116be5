import HTTP

/// The status, code and words of each error.
extension APIError {
    /// The HTTP status.
    package var status: Int {
        switch self {
        case .badRequest: 400
        case .unauthorized: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .unsupportedMediaType: 415
        case .unprocessable: 422
        case .tooManyRequests, .tooMuch: 429
        case .internalServer: 500
        case .moduleDisabled, .moduleEnabled: 409
        case .settings, .database, .unready: 503
        case .discord: 502
        case .malformed(let error): error.status
        }
    }

    /// The `code` of the body.
    package var code: Int {
        switch self {
        case .moduleDisabled: 800
        case .moduleEnabled: 801
        case .settings: 802
        case .database: 803
        case .discord: 804
        default: status
        }
    }

    /// The `message` of the body.
    package var message: String {
        switch self {
        case .badRequest(let fault): "Bad Request Error! \(fault.words)"
        case .unauthorized: "Unauthorized! You are not allowed to access this endpoint"
        case .forbidden: "Forbidden! You are not allowed to access this resource!"
        case .notFound(let reason): "Not Found! \(reason)"
        case .methodNotAllowed(let allow): "Method Not Allowed! This path knows \(allow)."
        case .unsupportedMediaType:
            "Unsupported Media Type! The body must be JSON, with Content-Type application/json."
        case .unprocessable(let fault): "Unprocessable Entity! \(fault.words)"
        case .tooManyRequests: "Too Many Requests! This token is over its requests per second."
        case .tooMuch(let reason, _): "Too Many Requests! \(reason)"
        case .internalServer:
            "Internal Server Error! Something went wrong, please retry or contact our support!"
        case .moduleDisabled: "This module is disabled for this guild!"
        case .moduleEnabled: "This module is enabled for this guild!"
        case .settings: "Unable to fetch the settings of the guild!"
        case .database(let outcomeUnknown):
            "Unable to edit the database for the guild!"
                + (outcomeUnknown ? " The outcome is unknown." : "")
        case .discord(let words): "Got an error interacting with the Discord API. \(words)"
        case .unready(let reason): "Service Unavailable! \(reason)"
        case .malformed(let error): error.title + " \(error.reason)"
        }
    }

    /// The cause in its own words, where it's a failure of ours or of Discord's.
    var ownCause: String? {
        switch self {
        case .discord(let words), .unready(let words): words
        case .malformed(let error): "\(error.reason)"
        default: nil
        }
    }

    /// The answer. What carries no facts of one request is rendered once.
    package var response: HTTPResponse {
        Self.rendered[self] ?? render()
    }

    private static let rendered: [APIError: HTTPResponse] = {
        let fixed: [APIError] = [
            .unauthorized, .forbidden, .internalServer, .moduleDisabled, .moduleEnabled,
            .settings, .database(outcomeUnknown: false), .database(outcomeUnknown: true),
        ]
        return Dictionary(uniqueKeysWithValues: fixed.map { ($0, $0.render()) })
    }()

    private func render() -> HTTPResponse {
        HTTPResponse(
            status: status, headers: headers,
            body: .bytes(envelope))
    }

    /// The body.
    var envelope: [UInt8] { Envelope.failure(code: code, message: message, fields: fields) }

    private var fields: [(name: String, rule: String)] {
        switch self {
        case .badRequest(let fault), .unprocessable(let fault): fault.fields
        default: []
        }
    }

    private var headers: [HTTPHeader] {
        switch self {
        case .unauthorized: [HTTPHeader("WWW-Authenticate", "Bearer")]
        case .methodNotAllowed(let allow): [HTTPHeader("Allow", allow)]
        case .tooManyRequests(let seconds), .tooMuch(_, let seconds):
            [HTTPHeader("Retry-After", String(seconds))]
        case .settings, .database, .unready, .malformed(.tooManyLargeRequests),
            .malformed(.noRoom):
            [HTTPHeader("Retry-After", "1")]
        default: []
        }
    }
}

extension HTTPError {
    /// How the message begins.
    fileprivate var title: String {
        switch status {
        case 408: "Request Timeout!"
        case 413: "Content Too Large!"
        case 414: "URI Too Long!"
        case 417: "Expectation Failed!"
        case 429: "Too Many Requests!"
        case 431: "Request Header Fields Too Large!"
        case 503: "Service Unavailable!"
        case 501: "Not Implemented!"
        case 505: "HTTP Version Not Supported!"
        default: "Bad Request Error!"
        }
    }
}
