import Essentials
import EventLoop

/// Roles in a document.
extension EmulatedGuild {
    private static let ofRoles: Set = [
        "id", "name", "permissions", "position", "managed", "mentionable", "color",
        "unlisted_members",
    ]

    /// Adds a role; @everyone, which is there already, is changed.
    @discardableResult
    func add(role json: JSON) throws(WorldFault) -> Snowflake {
        try checkMembers(json, Self.ofRoles, "a role")
        if json["name"]?.string == "@everyone" {
            everyone?.permissions = try PermissionBits(control: json["permissions"]) ?? .everyone
            return id
        }
        let id = addRole(
            id: json["id"]?.id, json["name"]?.string ?? "role",
            permissions: try PermissionBits(control: json["permissions"]) ?? [],
            position: json["position"]?.integer, isManaged: json["managed"]?.bool ?? false)
        roles[id]?.isMentionable = json["mentionable"]?.bool ?? false
        roles[id]?.color = json["color"]?.integer ?? 0
        roles[id]?.unlistedMembers = json["unlisted_members"]?.integer ?? 0
        return id
    }

    /// Does what is named to a role, the bot's own too, and leaves the rest.
    func change(role: Snowflake, _ json: JSON) throws(WorldFault) {
        try checkMembers(json, Self.ofRoles.subtracting(["id"]), "a role")
        guard let role = roles[role] else { return }
        if let name = json["name"]?.string { role.name = name }
        if let bits = try PermissionBits(control: json["permissions"]) { role.permissions = bits }
        if let number = json["position"]?.integer { role.position = number }
        if let flag = json["managed"]?.bool { role.isManaged = flag }
        if let flag = json["mentionable"]?.bool { role.isMentionable = flag }
        if let number = json["color"]?.integer { role.color = number }
        if let number = json["unlisted_members"]?.integer { role.unlistedMembers = number }
    }
}

extension PermissionBits {
    /// As a world document writes them; nil where it says nothing.
    init?(control json: JSON?) throws(WorldFault) {
        switch json {
        case nil, .null: return nil
        case .string(let text):
            guard let bits = PermissionBits(decimal: text) else { break }
            self = bits
            return
        case .integer(let number):
            self.init(rawValue: UInt64(clamping: number))
            return
        default: break
        }
        throw WorldFault("permissions are a decimal number, as Discord writes them")
    }
}
