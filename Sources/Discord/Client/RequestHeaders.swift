import EventLoop
import HTTP

/// The header lines of a call.
struct RequestHeaders {
    let configuration: DiscordConfiguration

    /// - Throws: where a token isn't one: it would end the header and begin another.
    func lines(
        _ request: DiscordRequest, trace: TraceContext?
    ) throws(DiscordError) -> [String] {
        var lines = [
            // Discord asks for an address and a version; the source has no public address.
            "User-Agent: DiscordBot (https://localhost/kennel, \(configuration.version))",
            "Accept: application/json",
            // Nothing waits for a server's leave to send a body.
            "Expect:",
        ]
        lines.append("Content-Type:" + (request.body == nil ? "" : " application/json"))
        if let authorization = try authorization(request) { lines.append(authorization) }
        if let reason = request.reason.flatMap(AuditReason.header) {
            lines.append("X-Audit-Log-Reason: \(reason)")
        }
        if let trace {
            lines.append("traceparent: \(trace.header(span: .random(in: 1...UInt64.max)))")
        }
        return lines
    }

    private func authorization(_ request: DiscordRequest) throws(DiscordError) -> String? {
        switch request.authorization {
        case .none: return nil
        case .bot:
            guard let token = configuration.token else { throw .notConfigured }
            guard Self.isPlain(token) else { throw .tokenRefused }
            return "Authorization: Bot \(token)"
        case .bearer(let token):
            guard Self.isPlain(token) else {
                throw .refused(status: 401, code: 0, message: "Unauthorized")
            }
            return "Authorization: Bearer \(token)"
        }
    }

    private static func isPlain(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
