import Essentials
import EventLoop

/// One operation of Discord's API.
struct Route {
    /// Who may call.
    enum Access { case bot, botOrUser, anybody }

    let method: String
    /// Such as `/channels/{channel_id}/messages`, as Discord's description writes it.
    let template: String
    let access: Access
    /// Routes with the same name share a bucket.
    let bucket: String
    let handle: @LoopActor (Exchange) throws(Refusal) -> Reply
    private let pattern: [String]

    init(
        _ method: String, _ template: String, bucket: String, access: Access = .bot,
        _ handle: @escaping @LoopActor (Exchange) throws(Refusal) -> Reply
    ) {
        self.method = method
        self.template = template
        self.bucket = bucket
        self.access = access
        self.handle = handle
        pattern = template.split(separator: "/").map(String.init)
    }

    /// The path's values at the pattern's places; nil where the path isn't this route's.
    func match(_ segments: [String]) -> [String]? {
        guard segments.count == pattern.count else { return nil }
        var parameters: [String] = []
        for (part, segment) in zip(pattern, segments) {
            if part.hasPrefix("{") {
                parameters.append(segment)
            } else if part != segment {
                return nil
            }
        }
        return parameters
    }

    /// The top-level resource that the limits are per; empty where there is none.
    func major(_ parameters: [String]) -> String {
        switch pattern.first {
        case "channels", "guilds": parameters.first ?? ""
        case "webhooks": parameters.joined(separator: "/")
        default: ""
        }
    }
}

/// All operations, and how one is found.
struct RouteTable {
    let routes: [Route]
    private let bySize: [Int: [Route]]

    static let discord = RouteTable(
        Route.guilds + Route.channels + Route.members + Route.messages + Route.reactions
            + Route.invites + Route.webhooks + Route.users
            + Route.applications)

    init(_ routes: [Route]) {
        self.routes = routes
        bySize = Dictionary(grouping: routes) { $0.template.split(separator: "/").count }
    }

    /// Routes with literal segments come before those with places, so that `@me` isn't taken for an id.
    func find(
        _ method: String, _ segments: [String]
    ) throws(Refusal) -> (Route, [String]) {
        var isKnownPath = false
        for route in bySize[segments.count] ?? [] {
            guard let parameters = route.match(segments) else { continue }
            if route.method == method { return (route, parameters) }
            isKnownPath = true
        }
        throw isKnownPath ? .wrongMethod : .noRoute
    }
}
