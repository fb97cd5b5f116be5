import Essentials
import EventLoop
import HTTP

/// Writes a line about a request where it's worth one: a failure of ours, a slow one, or any while debugging; and one of its own, `audit`,
/// about each change that an administrator or a member may make.
struct AccessLog {
    let log: Log

    /// Requests that take longer are slow.
    static let slow = Duration.seconds(1)

    func write(_ exchange: Exchange, status: Int, duration: Duration) {
        let level =
            exchange.isExpected
            ? .debug
            : Self.level(
                status: status, duration: exchange.route?.mayWait == true ? .zero : duration,
                isExternal: exchange.isExternal)
        if log.isOn(level) {
            log.line(level, "request") { write(exchange, status, duration, into: &$0) }
        }
        if exchange.isChange(status: status) {
            log.line(.info, "audit") { write(exchange, status, duration, into: &$0) }
        }
    }

    private func write(
        _ exchange: Exchange, _ status: Int, _ duration: Duration, into line: inout ByteWriter
    ) {
        line.field("request", exchange.context.id.description)
        if let trace = exchange.context.trace { line.field("trace", trace.id) }
        line.field("method", exchange.method.rawValue)
        if let route = exchange.route { line.field("route", route.path) }
        line.field("status", status)
        line.field("duration_ms", Double(duration.inNanoseconds / 1000) / 1000)
        if let caller = exchange.context.caller.nameForLogs { line.field("caller", caller) }
        if let guild = exchange.context.guild { line.field("guild", guild) }
        if let cause = exchange.cause { line.field("cause", cause) }
    }

    /// A streamed answer that broke off for a reason of ours.
    func writeBroken(_ exchange: Exchange, cause: String) {
        log.error(
            "a streamed answer broke off",
            [
                "request": exchange.context.id.description, "route": exchange.route?.path ?? "",
                "cause": cause,
            ])
    }

    static func level(
        status: Int, duration: Duration, isExternal: Bool = false
    ) -> LogLevel {
        if status >= 500, !isExternal { return .error }
        return duration > slow ? .warning : .debug
    }
}

extension Exchange {
    /// Whether settings, keys or what is stored of somebody was changed. What only the fleet reports isn't: it's everyday traffic.
    fileprivate func isChange(status: Int) -> Bool {
        guard let route, route.isAudited else { return false }
        return status < 400
    }
}
