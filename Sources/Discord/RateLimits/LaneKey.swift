import Essentials
import HTTP

/// A queue of calls that wait behind one another: route, resource, and whose limits they count for.
struct LaneKey: Hashable, Sendable {
    enum Owner: Hashable, Sendable {
        case bot
        /// An OAuth token, by 64 bits of its hash.
        case bearer(UInt64)
        /// Interactions and webhooks: the path's own token.
        case path
    }

    /// Method and template.
    let route: String
    let owner: Owner
    let major: String

    init(route: String, owner: Owner = .bot, major: String = "") {
        self.route = route
        self.owner = owner
        self.major = major
    }

    init(_ request: DiscordRequest) {
        let owner: Owner =
            switch request.authorization {
            case .bot: .bot
            case .bearer(let token): .bearer(SHA256Digest.hash(token).first64Bits)
            case .none: .path
            }
        self.init(
            route: "\(request.method.rawValue) \(request.template)", owner: owner,
            major: request.major)
    }

    /// The key of facts that hold for every resource of the route.
    var template: LaneKey {
        if case .bearer = owner { return LaneKey(route: route, owner: .bearer(0)) }
        return LaneKey(route: route, owner: owner)
    }

    /// A limit within the route's own that Discord doesn't tell, such as that of channels' names.
    var isSubLimit: Bool { route.utf8.count { $0 == UInt8(ascii: " ") } > 1 }
}

/// A bucket: Discord's name for it, or before that is known the route; and the resource it is of.
struct BucketKey: Hashable, Sendable {
    let name: String
    let owner: LaneKey.Owner
    let major: String

    init(_ name: String, of lane: LaneKey) {
        self.name = name
        owner = lane.owner
        major = lane.major
    }
}
