import Essentials
import EventLoop
import HTTP

/// Compression of what is long, for clients that take it: lists while they are made, documents once.
enum ContentCoding {
    private static let gzip = [HTTPHeader("Content-Encoding", "gzip"), varies]
    private static let varies = HTTPHeader("Vary", "Accept-Encoding")
    /// Shorter bodies aren't worth it.
    private static let least = 4096

    /// The answer, compressed where it's long and the client takes that.
    @LoopActor
    static func apply(to answer: Answer, of route: Route, _ headers: HTTPHeaders) -> HTTPResponse {
        var response = answer.response
        guard route.hasList || answer.gzipped != nil else { return response }
        guard takesGzip(headers) else {
            response.headers.append(varies)
            return response
        }
        switch response.body {
        case .stream(let write): response.body = .stream(compressed(write))
        case .bytes where answer.gzipped != nil: response.body = .bytes(answer.gzipped ?? [])
        case .written(let write):
            var writer = ByteWriter(capacity: least)
            write(&writer)
            guard writer.count >= least else {
                response.body = .bytes(writer.bytes)
                response.headers.append(varies)
                return response
            }
            response.body = .bytes(GzipWriter.compress(writer.bytes))
        case .bytes, .empty, .text, .hangUp: return response
        }
        response.headers += gzip
        return response
    }

    /// Whether `Accept-Encoding` names gzip, and not only to refuse it.
    private static func takesGzip(_ headers: HTTPHeaders) -> Bool {
        guard let accepted = headers.first("accept-encoding") else { return false }
        return String(decoding: accepted, as: UTF8.self).split(separator: ",").contains { coding in
            let parts = coding.lowercased().split(separator: ";").map { part in
                String(part.filter { $0 != " " && $0 != "\t" })
            }
            let isRefused = parts.dropFirst().contains {
                $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0
            }
            return parts.first == "gzip" && !isRefused
        }
    }

    /// The same stream, compressed.
    @LoopActor
    private static func compressed(
        _ write: @escaping @LoopActor (HTTPBodyStream) async throws -> Void
    ) -> @LoopActor (HTTPBodyStream) async throws -> Void {
        { stream in
            let sink = GzipSink(stream)
            try await write(HTTPBodyStream(to: sink))
            try await sink.finish()
        }
    }
}

/// Compresses each part on its way.
private final class GzipSink: HTTPBodySink {
    private let stream: HTTPBodyStream
    private let gzip = GzipWriter()
    private var plain = ByteWriter()

    init(_ stream: HTTPBodyStream) {
        self.stream = stream
    }

    func send(_ part: (inout ByteWriter) -> Void) async throws(HTTPStreamError) {
        plain.removeAll(keepingCapacity: true)
        part(&plain)
        try await stream.write { output in plain.withBytes { gzip.append($0, to: &output) } }
    }

    @LoopActor
    func finish() async throws(HTTPStreamError) {
        try await stream.write { gzip.finish(to: &$0) }
    }
}
