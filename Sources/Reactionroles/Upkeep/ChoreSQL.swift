import Essentials
import Postgres

/// The statements about what requests left to be done in the background.
enum ChoreSQL: String, SQL {
    /// Takes some that are due for a while, so that no two workers do the same. `$1` how many.
    case lease = """
        UPDATE reactionroles_chores c
        SET due_at = clock_timestamp() + interval '20 seconds'
        FROM (
            SELECT guild_id, chore, panel_id, entry_id
            FROM reactionroles_chores
            WHERE due_at <= clock_timestamp()
            ORDER BY due_at
            LIMIT $1::int8
            FOR UPDATE SKIP LOCKED
        ) due
        WHERE c.guild_id = due.guild_id AND c.chore = due.chore AND c.panel_id = due.panel_id
            AND c.entry_id = due.entry_id
        RETURNING c.guild_id, c.chore, c.panel_id, c.entry_id, c.requested_at
        """

    /// Somebody is still at it. `$1` guild, `$2` chore, `$3` panel, `$4` entry.
    case renew = """
        UPDATE reactionroles_chores
        SET due_at = clock_timestamp() + interval '20 seconds'
        WHERE guild_id = $1::int8 AND chore = $2::int2 AND panel_id = $3::int8 AND entry_id = $4::int8
        """

    /// To be gone on with by whoever is free. As ``renew``.
    case goOn = """
        UPDATE reactionroles_chores
        SET due_at = clock_timestamp(), attempts = 0
        WHERE guild_id = $1::int8 AND chore = $2::int2 AND panel_id = $3::int8 AND entry_id = $4::int8
        """

    /// It failed; again after 2, 4, 8 … 3,600 seconds. As ``renew``.
    case postpone = """
        UPDATE reactionroles_chores
        SET attempts = least(attempts + 1, 100),
            due_at = clock_timestamp() + make_interval(secs => least(3600, 2 ^ least(attempts + 1, 12)))
        WHERE guild_id = $1::int8 AND chore = $2::int2 AND panel_id = $3::int8 AND entry_id = $4::int8
        """

    /// Nothing happens where it was asked for again meanwhile. As ``renew``, `$5` when it was requested.
    case finish = """
        DELETE FROM reactionroles_chores
        WHERE guild_id = $1::int8 AND chore = $2::int2 AND panel_id = $3::int8 AND entry_id = $4::int8
            AND requested_at = $5::timestamptz
        """

    /// A row: a sync goes on in the background. `$1` guild, `$2` panel.
    case isSyncing = """
        SELECT requested_at
        FROM reactionroles_chores
        WHERE guild_id = $1::int8 AND chore = 3 AND panel_id = $2::int8 AND entry_id = 0
        """

    /// Goes on with a sync in the background. `$1` guild, `$2` panel.
    case requestSync = """
        INSERT INTO reactionroles_chores (guild_id, chore, panel_id, entry_id)
        SELECT guild_id, 3, panel_id, 0
        FROM reactionroles_panels
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND state = 0
        ON CONFLICT (guild_id, chore, panel_id, entry_id)
            DO UPDATE SET requested_at = clock_timestamp(), due_at = clock_timestamp()
        """
}

/// One thing to be done for one guild.
struct Chore: Sendable {
    let guild: Snowflake
    let kind: Kind
    let panel: Int64
    /// 0: of the whole panel.
    let entry: Int64
    let requestedAt: Timestamp

    /// The raw values are the database's.
    enum Kind: Int16 {
        case purge = 0
        case takeBack = 1
        case forget = 2
        case sync = 3
    }

    /// Nil where a newer version of the program has left it.
    init?(_ row: Row) {
        guard let kind = Kind(rawValue: row.int16(1)) else { return nil }
        self.kind = kind
        guild = row.snowflake(0)
        panel = row.int64(2)
        entry = row.int64(3)
        requestedAt = row.timestamp(4)
    }

    var values: [SQLValue] {
        [.snowflake(guild), .int2(kind.rawValue), .int8(panel), .int8(entry)]
    }
}
