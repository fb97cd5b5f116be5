import Essentials
import HTTP

/// The client's log lines: routes and reasons, never tokens, paths or bodies.
extension DiscordClient {
    func noteFailure(_ error: DiscordError, of request: DiscordRequest) {
        write(
            error.isOperatorsBusiness ? .warning : .debug, "a call to Discord failed", error,
            request)
    }

    func noteRepeat(of request: DiscordRequest, after error: DiscordError) {
        write(.debug, "a call to Discord is repeated", error, request)
    }

    func noteForeign(_ channel: Snowflake, _ guild: Snowflake) {
        log.info(
            "a channel of another guild was named; nothing is sent there",
            ["channel": "\(channel)", "guild": "\(guild)"])
    }

    private func write(
        _ level: LogLevel, _ message: StaticString, _ error: DiscordError,
        _ request: DiscordRequest
    ) {
        log.line(level, message) { line in
            line.field("method", request.method.rawValue)
            line.field("route", "\(request.template)")
            line.field("cause", error.words)
        }
    }
}

extension DiscordError {
    /// Something is wrong with Discord, the way to it or the token, rather than with what was asked.
    fileprivate var isOperatorsBusiness: Bool {
        switch self {
        case .refused(let status, _, _): status >= 500 || status == 429
        case .unreachable, .garbled, .tokenRefused, .guarded(.everything): true
        // A guild's own refusals are noted once, by the limiter.
        case .guarded, .tooManyWaiting, .waitedTooLong, .notConfigured, .cancelled, .foreign,
            .unnameable, .withdrawn:
            false
        }
    }
}
