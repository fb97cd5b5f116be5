import CPostgres

/// One of libpq's results, or the NULL between them; freed unless its rows are taken.
struct PipelineResult: ~Copyable {
    private let raw: OpaquePointer?

    init(taking raw: OpaquePointer?) {
        self.raw = raw
    }

    deinit { PQclear(raw) }

    /// Nil for what never comes in pipeline mode, such as COPY.
    var event: PipelineEvent? {
        guard let raw else { return .separator }
        return switch PQresultStatus(raw) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .result
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_PIPELINE_ABORTED: .skipped
        case PGRES_FATAL_ERROR: .failure
        default: nil
        }
    }

    consuming func takeRows() -> Rows? {
        let rows = raw.map(Rows.init(taking:))
        discard self
        return rows
    }

    /// The server's error; nil where libpq made the error itself.
    var serverError: DatabaseError? {
        guard let state = field(.sqlState) else { return nil }
        return .server(
            SQLState(rawValue: state), message: field(.message) ?? "",
            constraint: field(.constraintName))
    }

    /// The server ends the session with this error.
    var isFatal: Bool {
        let severity = field(.severity)
        return severity == "FATAL" || severity == "PANIC"
    }

    private func field(_ field: ErrorField) -> String? {
        guard let raw, let text = PQresultErrorField(raw, field.rawValue) else { return nil }
        return String(cString: text)
    }
}

/// libpq's PG_DIAG_ codes.
private enum ErrorField: Int32 {
    case severity = 0x56  // V: never translated
    case sqlState = 0x43  // C
    case message = 0x4D  // M
    case constraintName = 0x6E  // n
}
