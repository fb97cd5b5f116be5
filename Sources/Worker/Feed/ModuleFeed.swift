import Modules

/// `GET /modules`: which guild has which modules and statistics on, so that the fleet sends only what is wanted, and learns of changes at once.
///
/// Changes are numbered in commit order, by deferred triggers that lock one row; so a reader that has seen a number can't miss a
/// lower one. A cursor is the number that its reader has seen; a NOTIFY wakes the requests that wait.
@LoopActor
final class ModuleFeed {
    private let database: Database
    /// Requests that wait for a change.
    private var waiting: [Promise<Void>] = []
    private var hasStopped = false

    init(_ database: Database) {
        self.database = database
    }

    var waitingCount: Int { waiting.count }

    func start() {
        database.direct.listen(to: "kennel_modules") { [weak self] _ in self?.wakeAll() }
    }

    /// Ends all waits: the worker ends.
    func stop() {
        hasStopped = true
        wakeAll()
    }

    private func wakeAll() {
        for waiter in waiting { waiter.fulfil(()) }
        waiting = []
    }

    nonisolated var endpoint: Endpoint {
        Endpoint(
            .get, "/modules",
            "Tells which modules and statistics guilds have on: all of them in pages, then what changes.",
            group: "service", access: .administrators, input: .query,
            errors: [.badRequest, .settings], answer: Self.shape, mayWait: true,
            fields: Field<Snowflake>.guild.optional(),
            Field<String>.text(
                "since", 1...64, "The `cursor` of the answer before; nothing at first."
            ).optional(),
            Field<Int>.integer(
                "wait", 0...30, "How many seconds to wait for a change where there is none."
            ).standard(0),
            Field<Int>.integer("page_size", 1...1_000, "How many guilds an answer has at most.")
                .standard(500)
        ) { [self] context, guild, since, wait, size in
            if let guild { return try await one(guild, context) }
            guard let since else { return try await page(after: nil, size, context) }
            switch FeedCursor(since) {
            case nil:
                throw APIError.badRequest(
                    "Field 'since' is no cursor of an earlier answer.", field: "since")
            case .page(let place): return try await page(after: place, size, context)
            case .change(let number):
                return try await changes(
                    after: number, size, until: context.arrival + .seconds(wait), context)
            }
        }
    }

    nonisolated private static let shape = Shape.object([
        "guilds": .list(GuildModules.shape), "cursor": .text, "more": .boolean,
    ])

    private func one(_ guild: Snowflake, _ context: RequestContext) async throws -> Answer {
        let rows = try await database.run(
            ModuleFeedSQL.one, [.snowflake(guild)], deadline: context.deadline)
        let found = rows.compactMap { GuildModules($0) }
        return Self.answer(
            found.isEmpty ? [GuildModules(nothingIn: guild)] : found, rows, cursor: nil, more: false
        )
    }

    /// Guilds by id. Changes made meanwhile follow, as changes after the first page's number.
    private func page(
        after place: FeedCursor.Page?, _ size: Int, _ context: RequestContext
    ) async throws -> Answer {
        let rows = try await database.run(
            ModuleFeedSQL.page, [.int8(place?.guild ?? 0), .int8(Int64(size))],
            deadline: context.deadline)
        let guilds = rows.compactMap { GuildModules($0) }
        let number = place?.number ?? rows.first?.int64(0) ?? 0
        let isLast = guilds.count < size
        let cursor: FeedCursor =
            isLast
            ? .change(number)
            : .page(.init(number: number, guild: guilds.last?.guild.rawValue ?? 0))
        return Self.answer(guilds, rows, cursor: cursor, more: !isLast)
    }

    private func changes(
        after number: Int64, _ size: Int, until end: Instant, _ context: RequestContext
    ) async throws -> Answer {
        while true {
            // Registers before it reads, so that a notification between the two isn't missed.
            let change = Promise<Void>()
            waiting.append(change)
            defer { waiting.removeAll { $0 === change } }
            let rows = try await database.run(
                ModuleFeedSQL.changes, [.int8(number), .int8(Int64(size))])
            // The database has been restored since: the cursor is no longer valid.
            if let last = rows.first?.int64(0), last < number {
                return try await page(after: nil, size, context)
            }
            let guilds = rows.compactMap { GuildModules($0) }
            guard guilds.isEmpty, !hasStopped, Instant.now() < end else {
                let seen = guilds.last?.change ?? number
                return Self.answer(
                    guilds, rows, cursor: .change(seen), more: guilds.count == size)
            }
            let timer = EventLoop.shared.schedule(after: end - .now()) { change.fulfil(()) }
            await change.value
            EventLoop.shared.cancel(timer)
        }
    }

    private static func answer(
        _ guilds: [GuildModules], _ rows: Rows, cursor: FeedCursor?, more: Bool
    ) -> Answer {
        let cursor = cursor ?? .change(rows.first?.int64(0) ?? 0)
        return .data { writer in
            writer.beginObject()
            writer.key("guilds")
            writer.beginArray()
            for guild in guilds { guild.write(into: &writer) }
            writer.endArray()
            writer.field("cursor", cursor.text)
            writer.field("more", more)
            writer.endObject()
        }
    }
}
