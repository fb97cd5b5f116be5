import API
import Essentials
import EventLoop
import HTTP
import Postgres

/// Answers a GET of a statistic: page after page, each a short statement, so that neither memory here nor anything in
/// the database grows with the list or waits for a slow client.
@LoopActor
struct StatisticReader {
    let database: Database

    /// How long one page may take once the answer has begun.
    private static let pageLimit = Duration.seconds(5)

    /// The module was disabled, or enabled anew, while its rows were being sent.
    struct Disabled: Error {}

    func answer(_ query: StatisticQuery, _ call: Call) async throws -> Answer {
        let sources = RowSource.sources(for: query)
        let first = try await firstPage(query, sources[0], call)
        if first.nextCursor == nil, sources.count == 1 {
            return .data { writer in
                writer.append(Self.start)
                _ = first.write(1..<first.rows.count, into: &writer, continues: false)
                writer.append(Self.end)
            }
        }
        return .stream { stream in try await send(first, sources.dropFirst(), to: stream) }
    }

    private static let start: StaticString = #"{"stats":["#
    private static let end: StaticString = "]}"

    /// Sends a page and all that follow it, in its source and the next.
    private func send(
        _ first: StatisticPage, _ sources: ArraySlice<RowSource>, to stream: HTTPBodyStream
    ) async throws {
        var next: StatisticPage? = first
        var sources = sources
        var hasRows = false
        try await stream.write { $0.append(Self.start) }
        while let page = next {
            for portion in page.portions {
                try await stream.write { writer in
                    hasRows = page.write(portion, into: &writer, continues: hasRows)
                }
            }
            next = try await self.page(after: page, &sources)
        }
        try await stream.write { $0.append(Self.end) }
    }

    private func page(
        after page: StatisticPage, _ sources: inout ArraySlice<RowSource>
    ) async throws -> StatisticPage? {
        if let cursor = page.nextCursor {
            return try await nextPage(page, page.source, cursor, limit: page.nextLimit)
        }
        guard let source = sources.popFirst() else { return nil }
        return try await nextPage(page, source, Cursor(), limit: PageSQL.size)
    }

    private func firstPage(
        _ query: StatisticQuery, _ source: RowSource, _ call: Call
    ) async throws -> StatisticPage {
        let rows = try await database.runTogether(
            [source.statement(query, Cursor(), limit: PageSQL.size)], deadline: call.deadline)
        guard let time = StatisticPage.time(of: rows) else { throw APIError.moduleDisabled }
        return StatisticPage(
            query: query, source: source, rows: rows, limit: PageSQL.size, readUntil: time)
    }

    private func nextPage(
        _ page: StatisticPage, _ source: RowSource, _ cursor: Cursor, limit: Int
    ) async throws -> StatisticPage {
        let rows = try await database.runTogether(
            [source.statement(page.query, cursor, limit: limit)],
            deadline: Instant.now() + Self.pageLimit)
        let next = StatisticPage(
            query: page.query, source: source, rows: rows, limit: limit, readUntil: page.readUntil)
        guard let enabledAt = next.enabledAt, enabledAt == page.enabledAt else { throw Disabled() }
        return next
    }
}
