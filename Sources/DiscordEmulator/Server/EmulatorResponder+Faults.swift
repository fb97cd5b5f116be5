import Essentials
import HTTP

/// Applying faults to answers.
extension EmulatorResponder {
    /// The answer of a fault that does nothing of what was asked.
    static func spoilt(_ effect: Fault.Effect) -> HTTPResponse {
        switch effect {
        case .fail(let status, let code, let message, let location):
            var response = answer(Refusal(status, code, message.isEmpty ? "\(status)" : message))
            if let location { response.headers.append(HTTPHeader("Location", location)) }
            return response
        case .answer(let status, let body, let type):
            return HTTPResponse(
                status: status, contentType: type.name,
                body: .bytes(Array(body.utf8)))
        default: return .hangUp
        }
    }

    /// Discord's 429.
    static func limited(
        _ scope: LimitScope, retryAfter: Double, _ headers: [(LimitHeader, String)]
    ) -> HTTPResponse {
        var writer = ByteWriter()
        writer.beginObject()
        writer.field("message", "You are being rate limited.")
        writer.field("retry_after", retryAfter)
        writer.field("global", scope == .global)
        writer.field("code", 0)
        writer.endObject()
        var response = HTTPResponse(status: 429, body: .bytes(writer.bytes))
        response.headers = [
            HTTPHeader("Retry-After", "\(Int(retryAfter.rounded(.up)))"),
            HTTPHeader("X-RateLimit-Scope", scope.rawValue),
        ]
        response.headers += headers.map(HTTPHeader.init)
        if scope == .global { response.headers.append(HTTPHeader("X-RateLimit-Global", "true")) }
        return response
    }
}

extension Fault.ContentType {
    fileprivate var name: StaticString {
        switch self {
        case .json: "application/json"
        case .html: "text/html"
        case .text: "text/plain"
        }
    }
}

extension HTTPHeader {
    init(_ header: LimitHeader, _ value: String) {
        switch header {
        case .limit: self.init("X-RateLimit-Limit", value)
        case .remaining: self.init("X-RateLimit-Remaining", value)
        case .reset: self.init("X-RateLimit-Reset", value)
        case .resetAfter: self.init("X-RateLimit-Reset-After", value)
        case .bucket: self.init("X-RateLimit-Bucket", value)
        }
    }
}

extension HTTPResponse {
    /// No answer: the connection is cut.
    static let hangUp = HTTPResponse(status: 500, body: .hangUp)

    /// Sends half of the body, then cuts the connection.
    func brokenOff() -> HTTPResponse {
        guard case .bytes(let bytes) = body else { return .hangUp }
        var response = self
        response.body = .stream { stream in
            try await stream.write { writer in
                writer.append(Array(bytes.prefix(max(1, bytes.count / 2))))
            }
            throw BrokenOff()
        }
        return response
    }
}

private struct BrokenOff: Error {}
