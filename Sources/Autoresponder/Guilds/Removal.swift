import Modules

/// The triggers and responses removed by `disable`, which the answer lists page by page. They are deleted later.
@LoopActor
struct Removal {
    private let database: Database
    private let guild: Snowflake
    private let id: Int64
    private let triggers: Int
    private let responses: Int

    /// The rows were deleted before a slow client had read them all.
    struct Gone: Error {}

    /// - Parameter row: from ``GuildSQL/disable``.
    init(_ database: Database, _ guild: Snowflake, _ row: Row) {
        self.database = database
        self.guild = guild
        (id, triggers, responses) = (row.int64(0), row.int(1), row.int(2))
    }

    nonisolated static let shape = Shape.object([
        "triggers": .list(Trigger.shape), "responses": .list(Response.shape),
    ])

    /// The answer for a guild without any.
    nonisolated static let empty = Answer.object([
        "triggers": [Trigger](), "responses": [Response](),
    ])

    func answer() async throws -> Answer {
        let triggers = list("triggers", .triggers, of: Trigger.self, count: triggers)
        let responses = list("responses", .responses, of: Response.self, count: responses)
        return try await .lists([triggers, responses])
    }

    /// - Parameter count: the expected number of rows; if there are fewer, the answer is aborted.
    private func list<Element: Record & Identifiable<Int64>>(
        _ name: StaticString, _ sql: RemovalSQL, of: Element.Type, count: Int
    ) -> StreamedList {
        var (left, last) = (count, Int64(0))
        return StreamedList(name) {
            guard left > 0 else { return StreamedList.Page([], isLast: true) }
            let rows = try await database.run(
                sql, [.int8(id), .int8(last), .snowflake(guild)])
            let elements = rows.map { Element($0) }
            guard let end = elements.last else { throw Gone() }
            last = end.id
            left -= elements.count
            return StreamedList.Page(records: elements, isLast: left <= 0)
        }
    }
}
