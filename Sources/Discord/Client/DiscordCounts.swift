import Essentials
import EventLoop
import HTTP

/// Figures of a client's calls so far.
package struct DiscordCounts: Sendable {
    /// A kind of call: method and route template.
    package struct Route: Hashable, Sendable {
        package let method: String
        package let template: String
    }

    /// The attempts of one kind.
    package struct Figures: Sendable {
        /// By HTTP status; 0 where no whole answer came.
        package fileprivate(set) var attempts: [Int: Int] = [:]
        package fileprivate(set) var durations = Histogram.times()
    }

    package private(set) var routes: [Route: Figures] = [:]
    /// Attempts after the first.
    package internal(set) var repeats = 0
    package internal(set) var inFlight = 0

    mutating func note(
        _ request: DiscordRequest, _ outcome: Result<HTTPReply, TransferFailure>,
        _ duration: Duration
    ) {
        let route = Route(method: request.method.rawValue, template: "\(request.template)")
        let status = if case .success(let reply) = outcome { reply.status } else { 0 }
        routes[route, default: Figures()].attempts[status, default: 0] += 1
        routes[route, default: Figures()].durations.add(duration)
    }
}
