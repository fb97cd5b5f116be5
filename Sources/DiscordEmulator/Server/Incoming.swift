import Essentials
import EventLoop
import HTTP

/// A request of Discord's API, copied out of its connection's buffer.
struct Incoming {
    let method: String
    /// After `/api/v10`, as it came.
    let path: String
    let query: [String: String]
    let bytes: [UInt8]
    let authorization: String?
    let userAgent: String?
    let reason: String?
    let arrival: Instant

    init(_ request: HTTPRequest, prefix: Int) {
        method = String(decoding: request.methodName, as: UTF8.self)
        path = String(decoding: request.path.dropFirst(prefix), as: UTF8.self)
        query = Self.query(request.query)
        bytes = Array(request.body)
        authorization = Self.header("authorization", request)
        userAgent = Self.header("user-agent", request)
        reason = Self.header("x-audit-log-reason", request).map(PercentDecoding.decode)
        arrival = request.arrival
    }

    /// The path's segments, decoded.
    var segments: [String] {
        path.split(separator: "/").map { PercentDecoding.decode(String($0)) }
    }

    private static func header(_ name: StaticString, _ request: HTTPRequest) -> String? {
        request.headers.first(name).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func query(_ bytes: UnsafeRawBufferPointer?) -> [String: String] {
        guard let bytes else { return [:] }
        var query: [String: String] = [:]
        for pair in String(decoding: bytes, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(parts[1]) : ""
            query[PercentDecoding.decode(String(parts[0]))] = PercentDecoding.decode(value)
        }
        return query
    }
}

/// Percent-decoding of paths, queries and audit-log reasons; what isn't an escape stays.
enum PercentDecoding {
    static func decode(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(
                    String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
