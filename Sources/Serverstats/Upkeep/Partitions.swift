import Modules

/// Maintains the daily partitions of the statistics: a week ahead, a month back.
@LoopActor
struct Partitions {
    let database: Database
    let log: Log

    /// Partitions are created that many days ahead: the job may fail for as long.
    static let daysAhead: Int32 = 7
    /// Rows are kept that many days.
    static let daysBack: Int32 = 31

    private static let statementLimit = Duration.seconds(5)

    /// Creates missing partitions and drops old ones. If locks prevent it, the next run retries. Returns whether all is done.
    func maintain() async -> Bool {
        var isDone = true
        for table in PartitionedTable.allCases {
            do throws(DatabaseError) {
                try await makeAhead(table)
                try await takeAway(table)
            } catch {
                isDone = false
                log.warning(
                    "partitions not maintained",
                    ["table": table.rawValue, "cause": error.description])
            }
        }
        return isDone
    }

    private func makeAhead(_ table: PartitionedTable) async throws(DatabaseError) {
        let made = try await run(
            PartitionSQL.make, [.text(table.rawValue), .int4(Self.daysAhead)])[0].int64(0)
        if made > 0 { log.info("partitions made", ["table": table.rawValue, "count": made]) }
    }

    private func takeAway(_ table: PartitionedTable) async throws(DatabaseError) {
        let old = try await run(PartitionSQL.old, [.text(table.rawValue), .int4(Self.daysBack)])
        for row in old {
            let partition = Partition(table: table, daysSince1970: row.daysSince1970(0))
            _ = try await run(
                PartitionSQL.drop,
                [.text(table.rawValue), .int4(partition.daysSince1970)])
            log.info("partition dropped", ["partition": partition.name])
        }
    }

    private func run(
        _ sql: some SQL, _ values: [SQLValue] = []
    ) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: Instant.now() + Self.statementLimit)
    }
}
