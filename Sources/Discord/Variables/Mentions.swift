import Essentials

/// The users and roles that a message may mention.
package struct Mentions: Hashable, Sendable {
    /// In the order in which they're named, each once.
    package private(set) var users: [Snowflake] = []
    package private(set) var roles: [Snowflake] = []

    /// Discord takes so many of each.
    private static let limit = 100

    package init() {}

    /// Those that a text names: `<@id>`, `<@!id>`, `<@&id>`. Everyone and here never count.
    package init(namedIn text: String) {
        let bytes = Array(text.utf8)
        var position = 0
        while let opening = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = opening + 1
            add(mentionAt: position, in: bytes)
        }
    }

    /// These members come first, so that no limit is at their expense.
    package init(_ members: [Snowflake], and named: Mentions) {
        for member in members + named.users { addUser(member) }
        roles = named.roles
    }

    private mutating func add(mentionAt start: Int, in bytes: [UInt8]) {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "@") else { return }
        var first = start + 1
        let kind = first < bytes.count ? bytes[first] : 0
        if kind == UInt8(ascii: "!") || kind == UInt8(ascii: "&") { first += 1 }
        guard first < bytes.count,
            let closing = bytes[first...].prefix(20).firstIndex(of: UInt8(ascii: ">")),
            let id = bytes.withUnsafeBytes({
                Snowflake(decimal: UnsafeRawBufferPointer(rebasing: $0[first..<closing]))
            })
        else { return }
        if kind == UInt8(ascii: "&") { addRole(id) } else { addUser(id) }
    }

    private mutating func addUser(_ id: Snowflake) {
        if users.count < Self.limit, !users.contains(id) { users.append(id) }
    }

    private mutating func addRole(_ id: Snowflake) {
        if roles.count < Self.limit, !roles.contains(id) { roles.append(id) }
    }
}
