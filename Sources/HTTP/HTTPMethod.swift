/// The methods that endpoints know; every other token is `other`, and `HTTPRequest.methodName` says which.
package enum HTTPMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case options = "OPTIONS"
    case patch = "PATCH"
    case connect = "CONNECT"
    case other = ""

    /// Methods are case-sensitive: `get` is `other`.
    init(_ name: UnsafeRawBufferPointer) {
        switch name.count {
        case 3:
            self = name.spells("GET") ? .get : name.spells("PUT") ? .put : .other
        case 4:
            self = name.spells("POST") ? .post : name.spells("HEAD") ? .head : .other
        case 5:
            self = name.spells("PATCH") ? .patch : .other
        case 6:
            self = name.spells("DELETE") ? .delete : .other
        case 7:
            self = name.spells("OPTIONS") ? .options : name.spells("CONNECT") ? .connect : .other
        default:
            self = .other
        }
    }
}

/// The versions served: a later 1.x is treated as 1.1, whatever else is refused.
package enum HTTPVersion: Sendable {
    case http10
    case http11
}
