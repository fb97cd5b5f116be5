import Essentials

/// The subjects of a text's variables. Variables of a subject that isn't given stay as written.
package struct VariableScene: Sendable {
    package let guild: Snowflake
    package var user: Person?
    package var channel: Snowflake?
    package var inviter: Inviter?
    package var inviteCount: Int?
    package var inviteCode: String?

    package init(guild: Snowflake, user: Person? = nil, channel: Snowflake? = nil) {
        self.guild = guild
        self.user = user
        self.channel = channel
    }

    package enum Inviter: Sendable {
        /// All of its variables are `Unknown`.
        case missing
        case member(Person)
    }
}

/// Somebody, as far as they're known.
package struct Person: Sendable {
    package let id: Snowflake
    /// Spares a call to Discord where there is one already.
    package var account: User?
    package var member: Member?

    package init(_ id: Snowflake, account: User? = nil, member: Member? = nil) {
        self.id = id
        self.account = account ?? member?.user
        self.member = member
    }
}
