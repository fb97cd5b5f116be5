import Essentials
import EventLoop

/// A whole request, as a view into its connection's input buffer.
///
/// Every buffer it gives is valid until the response has been handed back and, if it streams, until its stream has
/// ended. What must live longer is copied.
package struct HTTPRequest {
    private let input: RequestBuffer
    /// The connection's socket; -1 without one.
    private let socket: Int32
    /// When the request's last byte was there.
    package let arrival: Instant

    init(_ input: RequestBuffer, from socket: Int32 = -1, arrival: Instant) {
        self.input = input
        self.socket = socket
        self.arrival = arrival
    }

    /// A request made of bytes, without a connection: for tests and for calls inside the process.
    /// - Throws: what the parser refuses, and `requestLine` where the bytes aren't exactly one request.
    package init(
        parsing bytes: [UInt8], limits: HTTPLimits = HTTPLimits(), arrival: Instant = .now()
    ) throws(HTTPError) {
        let input = RequestBuffer(limits: limits)
        try input.append(bytes)
        guard case .complete = input.parse() else { throw input.error ?? .requestLine }
        guard !input.hasFurtherBytes else { throw .requestLine }
        self.init(input, arrival: arrival)
    }

    package var method: HTTPMethod { input.head.method }
    /// The method as sent.
    package var methodName: UnsafeRawBufferPointer { input.bytes(input.head.methodName) }
    /// The target's path as sent, percent-encoding and all; `*` for `OPTIONS *`.
    package var path: UnsafeRawBufferPointer {
        let path = input.bytes(input.head.path)
        return path.isEmpty ? rootPath : path
    }
    /// The query after the target's `?`, as sent; nil without one.
    package var query: UnsafeRawBufferPointer? { input.head.query.map(input.bytes) }
    package var version: HTTPVersion { input.head.version }
    package var headers: HTTPHeaders { HTTPHeaders(input) }
    /// The other end of the connection. Asks the system: for the few who need it.
    package var peer: ClientAddress { ClientAddress(peerOf: socket) }
    /// The body, without any chunk framing; empty where there was none.
    package var body: UnsafeRawBufferPointer { input.bytes(input.head.body) }
    /// Whether the client means to send another request on this connection.
    package var keepAlive: Bool { input.head.keepAlive }
}

/// The path of `http://host` and `http://host?query`.
private var rootPath: UnsafeRawBufferPointer {
    let text: StaticString = "/"
    return UnsafeRawBufferPointer(start: text.utf8Start, count: 1)
}
