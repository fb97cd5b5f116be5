import Modules

/// The panel of a message, with what a member was given there, and what is known of a check.
struct CheckedPanel: Sendable {
    let found: FoundPanel
    let grants: Grants
    private let words: String?
    private let payload: [UInt8]?
    private let isTold: Bool?

    /// - Throws: 800, or that there is no panel.
    @LoopActor
    init(
        of message: Snowflake, in guild: Snowflake, for member: Snowflake?, _ memo: CheckMemo?,
        from database: Database
    ) async throws {
        let values: [SQLValue] = [
            .snowflake(guild), .snowflake(message), .snowflakeOrNull(member),
        ]
        let rows = try await PanelReader(database: database).read(
            PanelSQL.readForCheck, values + CheckMemo.values(memo, nil).prefix(1),
            .now() + RequestContext.timeLimit)
        guard let first = rows.first else { throw APIError.moduleDisabled }
        var columns = RowReader(first)
        grants = Grants(&columns)
        words = columns.next()
        payload = columns.next()
        isTold = columns.next()
        guard let found = FoundPanel(rows, from: columns) else { throw CheckFault.noPanel }
        self.found = found
    }

    /// The answer that the check got before.
    /// - Throws: 422 where its key came with another check.
    func answer(to memo: CheckMemo?) throws(APIError) -> CheckMemo.Answer? {
        guard let memo, let words, let isTold else { return nil }
        guard payload == memo.payload.bytes else {
            throw .unprocessable("This Idempotency-Key came with another check before.")
        }
        return CheckMemo.Answer(words: words, isTold: isTold)
    }
}
