import Modules

/// A table partitioned by day.
enum PartitionedTable: String, CaseIterable, Sendable {
    case events = "statistics_events"
    case samples = "statistics_samples"
}

/// One day of a partitioned table.
struct Partition: Hashable, Sendable {
    let table: PartitionedTable
    let daysSince1970: Int32

    /// The name that `make_statistics_partition` gives it: the table's name and digits only.
    var name: String {
        let iso = Timestamp(microseconds: Int64(daysSince1970) * 86_400_000_000).description
        return table.rawValue + "_" + String(iso.prefix(10).map { $0 == "-" ? "_" : $0 })
    }
}

/// The statements about partitions. Functions change the schema as their owner, so that workers need no
/// privilege for it.
enum PartitionSQL: String, SQL {
    /// Creates today's and those of `$2` following days; returns how many were created. `$1` table.
    case make = """
        SELECT count(*) FILTER (WHERE make_statistics_partition($1::text::regclass, day))
        FROM (
            SELECT (now() AT TIME ZONE 'UTC')::date + n AS day
            FROM generate_series(0, $2::int4) AS n
        ) AS days
        """

    /// The days of a table's partitions, attached or not, that are more than `$2` days ago. `$1` table.
    case old = """
        SELECT day
        FROM (
            SELECT to_date(right(relname, 10), 'YYYY_MM_DD') AS day
            FROM pg_class
            WHERE relkind = 'r' AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = $1::text::regclass)
                AND relname ~ ('^' || $1 || '_\\d{4}_\\d{2}_\\d{2}$')
        ) AS partitions
        WHERE day < (now() AT TIME ZONE 'UTC')::date - $2::int4
        ORDER BY day
        """

    /// `$1` table, `$2` day, in days since 1970.
    case drop = """
        SELECT drop_statistics_partition($1::text::regclass, date '1970-01-01' + $2::int4)
        """
}
