import Essentials
import Postgres

/// Identifies an effect: its row in the database, and the lock that is held while it runs.
package struct EffectKey: Hashable, Sendable {
    package let guild: Snowflake
    package let kind: EffectKind
    package let subject: Int64
    package let part: Int64

    /// - Parameters:
    ///   - subject: the id that the kind names; 0: the guild.
    ///   - part: a part of the subject.
    package init(_ kind: EffectKind, in guild: Snowflake, subject: Int64 = 0, part: Int64 = 0) {
        self.kind = kind
        self.guild = guild
        self.subject = subject
        self.part = part
    }

    /// Nil for a kind that only a newer release knows.
    init?(_ row: Row) {
        guard let kind = EffectKind(rawValue: row.string(1)) else { return nil }
        self.init(kind, in: row.snowflake(0), subject: row.int64(2), part: row.int64(3))
    }

    package var lock: LockKey? {
        guard let lockClass = kind.lockClass else { return nil }
        return switch lockClass {
        // One lock per guild; for clean-up one per guild and kind.
        case .invites: LockKey(lockClass, guild.rawValue)
        case .clearing: LockKey(lockClass, named: kind.rawValue, guild.rawValue)
        // Without the part: several panels may change the same member's roles.
        default: LockKey(lockClass, guild.rawValue, subject)
        }
    }

    /// `$1` … `$4` of every statement.
    package var values: [SQLValue] {
        [.snowflake(guild), .text(kind.rawValue), .int8(subject), .int8(part)]
    }
}
