import Essentials
import Postgres

/// A table that is split into days.
enum PartitionedTable: String, CaseIterable, Sendable {
    case events = "statistics_events"
    case samples = "statistics_samples"
}

/// One day of a split table.
struct Partition: Hashable, Sendable {
    let table: PartitionedTable
    let daysSince1970: Int32

    /// As `make_statistics_partition` names it: made of the table's name and digits only.
    var name: String {
        let iso = Timestamp(microseconds: Int64(daysSince1970) * 86_400_000_000).description
        return table.rawValue + "_" + String(iso.prefix(10).map { $0 == "-" ? "_" : $0 })
    }
}

/// Statements that take a partition away. PostgreSQL has no parameters there, so its name, made of an enum and a number,
/// is in the text; each runs alone, for DETACH CONCURRENTLY can't be part of a transaction.
struct PartitionStatement: SQL {
    let rawValue: String

    init(detach partition: Partition) {
        rawValue = """
            ALTER TABLE \(partition.table.rawValue) DETACH PARTITION \(partition.name) CONCURRENTLY
            """
    }

    /// Completes a DETACH that broke off.
    init(finishDetaching partition: Partition) {
        rawValue = """
            ALTER TABLE \(partition.table.rawValue) DETACH PARTITION \(partition.name) FINALIZE
            """
    }

    init(drop partition: Partition) {
        rawValue = "DROP TABLE IF EXISTS \(partition.name)"
    }

    /// Nothing is made of a text.
    init?(rawValue: String) { nil }

    static var allCases: [PartitionStatement] { [] }
}

/// The statements about partitions whose text is constant.
enum PartitionSQL: String, SQL {
    /// Today's and those of `$2` days after; gives how many were made. `$1` table.
    case make = """
        SELECT count(*) FILTER (WHERE make_statistics_partition($1::text::regclass, day))
        FROM (
            SELECT (now() AT TIME ZONE 'UTC')::date + n AS day
            FROM generate_series(0, $2::int4) AS n
        ) AS days
        """

    /// Days of which a table has a partition and that are more than `$2` days ago, with their state: 0 attached, 1 being
    /// detached, 2 detached. `$1` table.
    case old = """
        SELECT day, state
        FROM (
            SELECT to_date(right(c.relname, 10), 'YYYY_MM_DD') AS day,
                CASE WHEN i.inhrelid IS NULL THEN 2 WHEN i.inhdetachpending THEN 1 ELSE 0 END::int2 AS state
            FROM pg_class c
            LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = $1::text::regclass)
                AND c.relname ~ ('^' || $1 || '_\\d{4}_\\d{2}_\\d{2}$')
        ) AS partitions
        WHERE day < (now() AT TIME ZONE 'UTC')::date - $2::int4 OR state = 1
        ORDER BY state DESC, day
        """
}
