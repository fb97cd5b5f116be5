/// The names that a member goes by, as Discord tells them now.
package struct MemberNames: Hashable, Sendable {
    package let username: String
    /// Null at Discord: empty. So are all names of somebody whom Discord doesn't know.
    package let globalName: String
    /// Of this guild.
    package let nickname: String

    package init(username: String = "", globalName: String = "", nickname: String = "") {
        self.username = username
        self.globalName = globalName
        self.nickname = nickname
    }

    /// The name that people see: the nickname, else the global name, else the username.
    package var displayName: String {
        if !nickname.isEmpty { return nickname }
        return globalName.isEmpty ? username : globalName
    }

    /// In the order of ``MemberEntries``; as the statements that count them take them.
    package var all: [String] { [username, displayName, globalName, nickname] }
}

extension MemberNames {
    init(_ user: User, nickname: String? = nil) {
        self.init(
            username: user.username, globalName: user.globalName ?? "", nickname: nickname ?? "")
    }

    init(_ member: Member) {
        self.init(member.user, nickname: member.nickname)
    }
}
