import Modules

/// Reads a guild's triggers in pages and compiles them, so that they neither block the loop nor are all in memory at once.
@LoopActor
struct TriggerSetLoading {
    enum Result {
        case loaded(TriggerSet)
        case disabled
        /// The triggers were changed during the reading.
        case changed
    }

    private let database: Database
    private let guild: Snowflake
    private let deadline: Instant
    private let meter = WorkMeter()

    /// The page size of ``TriggerSQL/first`` and ``TriggerSQL/next``.
    private static let pageSize = 500

    init(_ database: Database, _ guild: Snowflake, deadline: Instant) {
        self.database = database
        self.guild = guild
        self.deadline = deadline
    }

    /// - Parameter toleratesChanges: returns a set of the first page's version even if later pages are newer; triggers whose
    ///   responses were created since are left out.
    func run(toleratesChanges: Bool) async throws(DatabaseError) -> Result {
        var rows = try await database.run(TriggerSQL.first, [.snowflake(guild)], deadline: deadline)
        guard let start = Start(rows) else { return .disabled }
        let compiler = TriggerSetCompiler(meter)
        while true {
            let (count, last) = await add(rows, start, to: compiler)
            guard count == Self.pageSize else { break }
            rows = try await database.run(
                TriggerSQL.next, [.snowflake(guild), .int8(last)], deadline: deadline)
            guard let now = Start(rows) else { return .disabled }
            guard now.enabledAt == start.enabledAt else { return .changed }
            guard now.version == start.version || toleratesChanges else { return .changed }
        }
        return .loaded(compiler.finish(version: start.version, responseTypes: start.types))
    }

    /// - Returns: the number of triggers, and the last one's id.
    private func add(
        _ rows: Rows, _ start: Start, to compiler: TriggerSetCompiler
    ) async -> (count: Int, last: Int64) {
        var (count, last) = (0, Int64(0))
        for row in rows {
            var columns = RowReader(row)
            _ = Head(&columns)
            guard let trigger = Trigger(ifPresent: &columns) else { continue }
            (count, last) = (count + 1, trigger.id)
            await meter.work(50 + trigger.responses.count * 4)
            guard trigger.responses.allSatisfy({ start.types[$0] != nil }) else { continue }
            await compiler.add(trigger)
        }
        return (count, last)
    }

    /// The guild's state, as a page has it.
    @LoopActor
    private struct Start {
        let version: Int64
        let enabledAt: Timestamp
        private(set) var types: [Snowflake: Response.Kind] = [:]

        /// Nil if the module is disabled.
        init?(_ rows: Rows) {
            var known: (Int64, Timestamp)?
            for row in rows {
                var columns = RowReader(row)
                let head = Head(&columns)
                if let version = head.version, let enabledAt = head.enabledAt {
                    known = (version, enabledAt)
                }
                guard let response = head.response else { continue }
                types[response] = head.type.flatMap(Response.Kind.init)
            }
            guard let known else { return nil }
            (version, enabledAt) = known
        }
    }

    /// What each row has before the trigger.
    private struct Head {
        let version: Int64?
        let enabledAt: Timestamp?
        let response: Snowflake?
        let type: Int?

        init(_ columns: inout RowReader) {
            version = columns.next()
            enabledAt = columns.next()
            response = columns.next()
            type = columns.next()
        }
    }
}
