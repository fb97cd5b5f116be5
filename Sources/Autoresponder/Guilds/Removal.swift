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
    nonisolated static let empty = Answer.data { writer in
        writer.beginObject()
        for list in ["triggers", "responses"] as [StaticString] {
            writer.key(list)
            writer.beginArray()
            writer.endArray()
        }
        writer.endObject()
    }

    func answer() async throws -> Answer {
        let triggers = list("triggers", .triggers, count: triggers) { [guild] row in
            guard let trigger = Trigger(row, at: 0) else { return nil }
            return { writer in trigger.write(of: guild, into: &writer) }
        }
        let responses = list("responses", .responses, count: responses) { [guild] row in
            guard let response = Response(row, at: 0) else { return nil }
            return { writer in response.write(of: guild, into: &writer) }
        }
        return try await .lists([triggers, responses])
    }

    /// - Parameter count: how many there are; fewer break the answer off.
    private func list(
        _ name: StaticString, _ sql: RemovalSQL, count: Int,
        element: @escaping @LoopActor (Row) -> StreamedList.Page.Element?
    ) -> StreamedList {
        var (left, last) = (count, Int64(0))
        return StreamedList(name) {
            guard left > 0 else { return StreamedList.Page([], isLast: true) }
            let rows = try await database.run(sql, [.int8(id), .int8(last)])
            guard rows.count > 0 else { throw Gone() }
            last = rows[rows.count - 1].int64(0)
            left -= rows.count
            return StreamedList.Page(rows.compactMap(element), isLast: left <= 0)
        }
    }
}
