import Essentials
import Postgres

/// Advisory locks that serialize changes of a guild's rows until the end of a transaction.
///
/// They come first in `runTogether`: each later statement takes its own snapshot, with the lock already held.
package struct GuildLock: Sendable {
    /// The module's name, part of the lock's key: modules don't block each other.
    private let module: SQLValue

    package init(of module: String) {
        self.module = .text(module)
    }

    /// For changes of the guild's rows.
    package func exclusive(_ guild: Snowflake) -> BoundStatement {
        BoundStatement(GuildLockSQL.exclusive, [module, .snowflake(guild)])
    }

    /// Keeps the guild's rows unchanged while held.
    package func shared(_ guild: Snowflake) -> BoundStatement {
        BoundStatement(GuildLockSQL.shared, [module, .snowflake(guild)])
    }

    /// For changes of one member's rows; other members of the guild aren't blocked.
    package func member(_ member: Snowflake, of guild: Snowflake) -> BoundStatement {
        BoundStatement(GuildLockSQL.member, [module, .snowflake(guild), .snowflake(member)])
    }
}

/// `$1` module, `$2` guild, `$3` member.
enum GuildLockSQL: String, SQL {
    case exclusive = """
        SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' guild', $2::int8))
        """

    case shared = """
        SELECT pg_advisory_xact_lock_shared(hashtextextended($1::text || ' guild', $2::int8))
        """

    case member = """
        SELECT pg_advisory_xact_lock_shared(hashtextextended($1::text || ' guild', $2::int8)),
            pg_advisory_xact_lock(hashtextextended($1 || ' member ' || $2, $3::int8))
        """
}
