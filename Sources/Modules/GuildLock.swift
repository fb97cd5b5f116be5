import Essentials
import Postgres

/// The locks by which changes of a guild's rows come one after the other, held to the end of a transaction.
///
/// They come first in `runTogether`: what follows has a snapshot of its own, taken with the lock held.
package struct GuildLock: Sendable {
    /// The module's name, as its locks have it: two modules don't wait for each other.
    private let module: SQLValue

    package init(of module: String) {
        self.module = .text(module)
    }

    /// To change what a guild has.
    package func exclusive(_ guild: Snowflake) -> BoundStatement {
        BoundStatement(GuildLockSQL.exclusive, [module, .snowflake(guild)])
    }

    /// What a guild has stays as it is.
    package func shared(_ guild: Snowflake) -> BoundStatement {
        BoundStatement(GuildLockSQL.shared, [module, .snowflake(guild)])
    }

    /// To change what is stored of one member; others of the guild go on.
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
