import API
import Essentials
import EventLoop
import Postgres

/// What disabling has taken from a guild, to be listed in the answer page by page. It's deleted some time later.
@LoopActor
struct Removal {
    private let database: Database
    private let guild: Snowflake
    private let id: Int64
    private let triggers: Int
    private let responses: Int

    /// It was deleted before a slow reader had all of it.
    struct Gone: Error {}

    /// - Parameter row: of ``GuildSQL/disable``.
    init(_ database: Database, _ guild: Snowflake, _ row: Row) {
        self.database = database
        self.guild = guild
        (id, triggers, responses) = (row.int64(0), row.int(1), row.int(2))
    }

    nonisolated static let shape = Shape.object([
        "triggers": .list(Trigger.shape), "responses": .list(Response.shape),
    ])

    /// Of a guild that had nothing.
    nonisolated static let empty = Answer.object([
        "triggers": [Trigger](), "responses": [Response](),
    ])

    func answer() async throws -> Answer {
        let triggers = list("triggers", .triggers, of: Trigger.self, count: triggers)
        let responses = list("responses", .responses, of: Response.self, count: responses)
        return try await .lists([triggers, responses])
    }

    /// - Parameter count: how many there are; fewer break the answer off.
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
