import Modules

/// A panel with its entries, oldest first, read by one statement.
struct FoundPanel: Sendable {
    var panel: Panel
    var entries: [Entry]

    /// From rows that are each the panel and one of its entries. Nil where there's no panel.
    /// - Parameter start: where the panel begins in the first row.
    init?(_ rows: Rows, from start: RowReader? = nil) {
        guard var columns = start ?? rows.first.map(RowReader.init),
            let panel = Panel(ifPresent: &columns)
        else { return nil }
        self.panel = panel
        entries = rows.compactMap { row in
            var columns = columns.moved(to: row)
            return Entry(ifPresent: &columns)
        }
    }

    init(panel: Panel, entries: [Entry]) {
        self.panel = panel
        self.entries = entries
    }

    /// Reads rows of several panels.
    static func all(_ rows: Rows) -> [FoundPanel] {
        rows.reduce(into: []) { found, row in
            var columns = RowReader(row)
            guard let panel = Panel(ifPresent: &columns) else { return }
            if found.last?.panel.id != panel.id {
                found.append(FoundPanel(panel: panel, entries: []))
            }
            if let entry = Entry(ifPresent: &columns) {
                found[found.count - 1].entries.append(entry)
            }
        }
    }

    func entry(_ id: Int64) -> Entry? { entries.first { $0.id == id } }

    /// The entry that the path names, or 404.
    func require(_ text: String) throws(APIError) -> Entry {
        guard let entry = PanelID.read(text).flatMap(entry) else { throw PanelID.noEntry }
        return entry
    }
}

/// Reads panels for requests.
@LoopActor
struct PanelReader {
    let database: Database

    /// Throws 800 unless the module is enabled.
    func requireEnabled(_ guild: Snowflake, deadline: Instant) async throws(APIError) {
        guard try await isEnabled(guild, deadline: deadline) else { throw .moduleDisabled }
    }

    func isEnabled(_ guild: Snowflake, deadline: Instant) async throws(APIError) -> Bool {
        try await !read(ModuleSQL.status, [.snowflake(guild)], deadline).isEmpty
    }

    /// A panel that exists and is posted; 800 or 404 if there is none.
    func panel(
        _ id: Int64?, of guild: Snowflake, deadline: Instant
    ) async throws(APIError) -> FoundPanel {
        let rows = try await read(
            PanelSQL.read, [.snowflake(guild), .int8(id ?? 0)], deadline)
        guard !rows.isEmpty else { throw .moduleDisabled }
        guard let found = FoundPanel(rows) else { throw PanelID.noPanel }
        return found
    }

    func read(
        _ sql: some SQL, _ values: [SQLValue],
        _ deadline: Instant = .now() + Database.statementLimit
    ) async throws(APIError) -> Rows {
        do throws(DatabaseError) {
            return try await database.run(sql, values, deadline: deadline)
        } catch {
            throw APIError(error, .reading)
        }
    }
}
