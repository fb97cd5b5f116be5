import Essentials
import EventLoop

/// Writes responses as bytes: pure but for the cached date.
struct ResponseEncoder: ~Copyable {
    /// How a client finds the end of a body.
    enum Framing: Equatable {
        case length(Int)
        case chunked
        /// The connection's end is the body's; for clients of HTTP/1.0, which know no chunks.
        case untilClose
        /// The status has no body and says no length: 204 and 304.
        case none
    }

    /// The `Connection` header, where the version's default doesn't say the same.
    enum Persistence: Equatable {
        case byDefault
        case keepAlive
        case close

        init(closes: Bool, version: HTTPVersion) {
            self = closes ? .close : version == .http10 ? .keepAlive : .byDefault
        }
    }

    private var date = DateHeader()

    /// Status line and headers, with the empty line after them.
    mutating func appendHead(
        of response: borrowing HTTPResponse, framing: Framing, persistence: Persistence,
        at now: Instant, to writer: inout ByteWriter
    ) {
        writer.append(StatusLine.of(response.status))
        date.append(to: &writer, at: now)
        appendContentType(response.contentType, framing, to: &writer)
        writer.append(response.fixedHeaders)
        for header in response.headers { Self.append(header, to: &writer) }
        switch persistence {
        case .byDefault: break
        case .keepAlive: writer.append("Connection: keep-alive\r\n")
        case .close: writer.append("Connection: close\r\n")
        }
        appendFraming(framing, to: &writer)
    }

    private func appendContentType(
        _ type: StaticString, _ framing: Framing, to writer: inout ByteWriter
    ) {
        guard type.utf8CodeUnitCount > 0, framing != .none else { return }
        writer.append("Content-Type: ")
        writer.append(type)
        writer.append("\r\n")
    }

    private func appendFraming(_ framing: Framing, to writer: inout ByteWriter) {
        switch framing {
        case .length(let count):
            writer.append("Content-Length: ")
            writer.append(decimal: Int64(count))
            writer.append("\r\n\r\n")
        case .chunked: writer.append("Transfer-Encoding: chunked\r\n\r\n")
        case .untilClose, .none: writer.append("\r\n")
        }
    }

    /// A control character in a value, a line end above all, would start a header of its own: it is left out.
    private static func append(_ header: HTTPHeader, to writer: inout ByteWriter) {
        writer.append(header.name)
        writer.append(": ")
        for byte in header.value.utf8 where byte >= 0x20 && byte != 0x7F {
            writer.append(byte)
        }
        writer.append("\r\n")
    }

    /// One chunk of a chunked body; an empty one would end the body, and is left out.
    static func appendChunk(_ data: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        guard !data.isEmpty else { return }
        writer.append(hexadecimal: UInt64(data.count))
        writer.append("\r\n")
        writer.append(data)
        writer.append("\r\n")
    }

    static func appendLastChunk(to writer: inout ByteWriter) {
        writer.append("0\r\n\r\n")
    }
}

extension HTTPResponse {
    /// Whether the status allows no body.
    var isBodiless: Bool {
        status == 204 || status == 304
    }
}
