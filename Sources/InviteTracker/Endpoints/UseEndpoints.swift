import Modules

/// The endpoints of an inviter's uses, and of the leaderboard.
extension InviteTracker {
    var useEndpoints: [Endpoint] { [postUses, getUses, leaderboard] }

    /// Documented as a POST, although it only reads.
    private var postUses: Endpoint { uses(.post, input: .queryOrBody) }

    private var getUses: Endpoint { uses(.get, input: .query) }

    private func uses(_ method: HTTPMethod, input: Endpoint.Input) -> Endpoint {
        Endpoint(
            method, "\(Self.root)/stats/uses",
            "Lists the uses of an inviter's invites in the last 31 days, oldest first, with the totals.",
            group: Self.group, access: .administrators, input: input,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: .object([
                "joins": .integer, "leaves": .integer, "current": .integer,
                "stats_uses": .list(InviteUse.shape),
            ]), fields: .guild, .snowflake("inviter_id", "Who invited.")
        ) { [self] context, guild, inviter in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            let list = UseList(
                database: database, guild: guild, enabling: settings.enabling, inviter: inviter)
            do {
                return try await list.answer(deadline: context.deadline)
            } catch let error as DatabaseError {
                throw APIError(error, .reading)
            }
        }
    }

    private var leaderboard: Endpoint {
        Endpoint(
            .get, "\(Self.root)/stats/leaderboard",
            "Lists inviters, those with the most members still there first. Beyond the documents.",
            group: Self.group, access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .unprocessable],
            answer: Page.shape("inviters", of: Inviter.self), gate: module.gate, fields: .guild,
            .integer("days", 1...31, "How many times 24 hours back.").standard(31), .page,
            .pageSize
        ) { [self] context, guild, days, number, size in
            let page = Page(number: number, size: size)
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            let rows = try await database.run(
                UseSQL.leaderboard,
                [.snowflake(guild), .int8(settings.enabling), .int4(Int32(days))] + page.values,
                deadline: context.deadline)
            return try page.answer("inviters", rows, of: Inviter.self)
        }
    }
}

/// An inviter's uses, read page by page while being sent.
@LoopActor
private struct UseList {
    let database: Database
    let guild: Snowflake
    let enabling: Int64
    let inviter: Snowflake

    private static let pageSize = 500

    func answer(deadline: Instant) async throws -> Answer {
        var columns = RowReader(try await run(.totals, [], deadline: deadline)[0])
        let totals = InviteTotals(&columns)
        var last: Int64 = 0
        let uses = StreamedList("stats_uses") {
            let isFirst = last == 0
            let rows = try await run(
                .page, [.int8(last)],
                deadline: isFirst ? deadline : Instant.now() + RequestContext.timeLimit)
            let uses = rows.map { InviteUse($0) }
            last = uses.last?.id ?? last
            return StreamedList.Page(records: uses, isLast: uses.count < Self.pageSize)
        }
        return try await .lists([uses]) { totals.write(into: &$0) }
    }

    private func run(
        _ sql: UseSQL, _ more: [SQLValue], deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        try await database.run(
            sql, [.snowflake(guild), .int8(enabling), .snowflake(inviter)] + more,
            deadline: deadline)
    }
}
