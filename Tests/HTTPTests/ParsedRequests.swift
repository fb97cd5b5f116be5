import EventLoop

@testable import HTTP

/// What a parser found in an input, as values that tests can compare.
struct ParsedRequests: Equatable, CustomStringConvertible {
    struct Request: Equatable {
        var method: String
        var path: String
        var query: String?
        var version: HTTPVersion
        var headers: [String]
        var body: String
        var keepAlive: Bool
    }

    var requests: [Request] = []
    var error: HTTPError?
    /// Whether a request has begun and isn't whole.
    var isUnfinished = false

    /// Feeds the pieces to one parser, one after the other.
    init(_ pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits()) {
        let input = RequestBuffer(limits: limits)
        for piece in pieces {
            do throws(HTTPError) {
                try input.append(piece)
            } catch {
                self.error = error
                return
            }
            guard takeRequests(from: input) else { return }
        }
        isUnfinished = !input.isEmpty
    }

    init(_ text: String, limits: HTTPLimits = HTTPLimits()) {
        self.init([text.latin1], limits: limits)
    }

    private mutating func takeRequests(from input: RequestBuffer) -> Bool {
        while true {
            switch input.parse() {
            case .needsMore:
                return true
            case .failed(let error):
                self.error = error
                return false
            case .complete:
                requests.append(Request(HTTPRequest(input, arrival: .init(nanoseconds: 0))))
                input.finishRequest()
                if input.isEmpty { return true }
            }
        }
    }

    var description: String {
        "\(requests) error: \(error.map { "\($0)" } ?? "none") unfinished: \(isUnfinished)"
    }
}

extension ParsedRequests.Request {
    init(_ request: HTTPRequest) {
        var headers: [String] = []
        for (name, value) in request.headers { headers.append("\(name.text): \(value.text)") }
        self.init(
            method: request.methodName.text, path: request.path.text, query: request.query?.text,
            version: request.version, headers: headers, body: request.body.text,
            keepAlive: request.keepAlive)
    }
}

extension UnsafeRawBufferPointer {
    /// Each byte as one character, so that no byte is lost.
    var text: String {
        String(String.UnicodeScalarView(map { Unicode.Scalar($0) }))
    }
}
