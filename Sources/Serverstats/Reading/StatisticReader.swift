import Modules

/// Answers a GET of a statistic page by page, each with a short statement: memory use doesn't grow with the list, and no
/// transaction waits for a slow client.
@LoopActor
struct StatisticReader {
    let database: Database

    /// The time limit of a page once the answer has begun.
    private static let pageLimit = Duration.seconds(5)

    /// The module was disabled or re-enabled while its rows were being sent.
    struct Disabled: Error {}

    func answer(_ query: StatisticQuery, _ context: RequestContext) async throws -> Answer {
        if let open = RowSource.open(query) {
            let first = try await firstPage(query, open, context)
            return .stream { stream in try await sendSessions(first, to: stream) }
        }
        let first = try await firstPage(query, RowSource.ended(query), context)
        guard first.nextCursor != nil else {
            return .data { writer in
                writer.append(Self.start)
                _ = first.write(1..<first.rows.count, into: &writer, continues: false)
                writer.append(Self.end)
            }
        }
        return .stream { stream in
            try await stream.write { $0.append(Self.start) }
            _ = try await send(first, to: stream, continues: false)
            try await stream.write { $0.append(Self.end) }
        }
    }

    private static let start: StaticString = #"{"stats":["#
    private static let end: StaticString = "]}"
    /// The time by which an event visible to a statement may be later than the statement's time, in microseconds.
    private static let overlap: Int64 = 5_000_000

    /// Sends sessions, each once. A session read as open is sent as open, and left out if it ends meanwhile. Ended sessions are
    /// read after the open ones, so none is missed. If the open ones fit on one page, they are sent last.
    private func sendSessions(_ first: StatisticPage, to stream: HTTPBodyStream) async throws {
        let areFew = first.nextCursor == nil
        var shown = Set<Int64>()
        var last = first
        var hasRows = false
        first.note(in: &shown)
        try await stream.write { $0.append(Self.start) }
        if !areFew { hasRows = try await sendOne(first, to: stream, continues: false) }
        while let cursor = last.nextCursor {
            last = try await nextPage(last, last.source, cursor, limit: last.nextLimit)
            last.note(in: &shown)
            hasRows = try await sendOne(last, to: stream, continues: hasRows)
        }
        let time = StatisticPage.time(of: last.rows) ?? last.readUntil
        let ended = try await nextPage(
            last, RowSource.ended(first.query), Cursor(), limit: PageSQL.size,
            readUntil: Timestamp(microseconds: time.microseconds + Self.overlap))
        hasRows = try await send(ended, to: stream, continues: hasRows, without: shown)
        if areFew { _ = try await sendOne(first, to: stream, continues: hasRows) }
        try await stream.write { $0.append(Self.end) }
    }

    /// Sends a page and all that follow it. Returns whether the array has rows now.
    private func send(
        _ first: StatisticPage, to stream: HTTPBodyStream, continues: Bool,
        without shown: Set<Int64> = []
    ) async throws -> Bool {
        var next: StatisticPage? = first
        var hasRows = continues
        while let page = next {
            hasRows = try await sendOne(page, to: stream, continues: hasRows, without: shown)
            next = nil
            if let cursor = page.nextCursor {
                next = try await nextPage(page, page.source, cursor, limit: page.nextLimit)
            }
        }
        return hasRows
    }

    private func sendOne(
        _ page: StatisticPage, to stream: HTTPBodyStream, continues: Bool,
        without shown: Set<Int64> = []
    ) async throws -> Bool {
        var hasRows = continues
        for portion in page.portions {
            try await stream.write { writer in
                hasRows = page.write(
                    portion, into: &writer, continues: hasRows, without: shown)
            }
        }
        return hasRows
    }

    private func firstPage(
        _ query: StatisticQuery, _ source: RowSource, _ context: RequestContext
    ) async throws -> StatisticPage {
        let rows = try await database.runTogether(
            [source.statement(query, Cursor(), limit: PageSQL.size)], deadline: context.deadline)
        guard let time = StatisticPage.time(of: rows) else { throw APIError.moduleDisabled }
        return StatisticPage(
            query: query, source: source, rows: rows, limit: PageSQL.size, readUntil: time)
    }

    private func nextPage(
        _ page: StatisticPage, _ source: RowSource, _ cursor: Cursor, limit: Int,
        readUntil: Timestamp? = nil
    ) async throws -> StatisticPage {
        let rows = try await database.runTogether(
            [source.statement(page.query, cursor, limit: limit)],
            deadline: Instant.now() + Self.pageLimit)
        let next = StatisticPage(
            query: page.query, source: source, rows: rows, limit: limit,
            readUntil: readUntil ?? page.readUntil)
        guard let enabledAt = next.enabledAt, enabledAt == page.enabledAt else { throw Disabled() }
        return next
    }
}
