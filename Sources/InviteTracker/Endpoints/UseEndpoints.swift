import API
import Essentials
import EventLoop
import HTTP
import Modules
import Postgres

/// What the invites of somebody were used for, and who invited most.
extension InviteTracker {
    var useEndpoints: [Endpoint] { [postUses, getUses, leaderboard] }

    /// As documented: a POST that only reads.
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
            do throws(DatabaseError) {
                return try await list.answer(deadline: context.deadline)
            } catch {
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
            answer: .object([
                "inviters": .list(
                    .object([
                        "inviter_id": .snowflake, "joins": .integer, "leaves": .integer,
                        "current": .integer,
                    ])), "page": .integer, "page_size": .integer, "total": .integer,
            ]), gate: module.gate, fields: .guild,
            .integer("days", 1...31, "How many times 24 hours back.").standard(31),
            .integer("page", 1...1_000_000, "Which page.").standard(1),
            .integer("page_size", 1...100, "How many on a page.").standard(10)
        ) { [self] context, guild, days, page, size in
            let settings = try await settings.enabled(guild, deadline: context.deadline)
            let rows = try await database.run(
                UseSQL.leaderboard,
                [
                    .snowflake(guild), .int8(settings.enabling), .int4(Int32(days)),
                    .int8(Int64(size)), .int8(Int64(page - 1) * Int64(size)),
                ], deadline: context.deadline)
            return .data { writer in
                writer.beginObject()
                writer.key("inviters")
                writer.beginArray()
                for row in rows where !row.isNull(0) {
                    writer.beginObject()
                    writer.field("inviter_id", row.snowflake(0))
                    InviteTotals(row, from: 1).write(into: &writer)
                    writer.endObject()
                }
                writer.endArray()
                writer.field("page", page)
                writer.field("page_size", size)
                writer.field("total", rows.first?.int64(3) ?? 0)
                writer.endObject()
            }
        }
    }
}

/// An inviter's uses, read in pages while they're sent.
@LoopActor
private struct UseList {
    let database: Database
    let guild: Snowflake
    let enabling: Int64
    let inviter: Snowflake

    private static let pageSize = 500

    func answer(deadline: Instant) async throws(DatabaseError) -> Answer {
        let totals = InviteTotals(
            try await run(.totals, [], deadline: deadline)[0], from: 0)
        // What fails before the first byte still gets a clear answer.
        let first = try await run(.page, [.int8(0)], deadline: deadline)
        return .stream { stream in
            try await stream.write { writer in
                writer.beginObject()
                totals.write(into: &writer)
                writer.key("stats_uses")
                writer.beginArray()
            }
            try await send(first, to: stream)
            try await stream.write { writer in
                writer.endArray()
                writer.endObject()
            }
        }
    }

    private func send(_ first: Rows, to stream: HTTPBodyStream) async throws {
        var page = first.map(InviteUse.init)
        var isFirst = true
        while !page.isEmpty {
            let uses = page
            let needsComma = !isFirst
            try await stream.write { writer in
                if needsComma { writer.append(UInt8(ascii: ",")) }
                for use in uses { use.write(into: &writer) }
            }
            isFirst = false
            guard page.count == Self.pageSize, let last = page.last else { return }
            let rows = try await run(
                .page, [.int8(last.id)], deadline: Instant.now() + RequestContext.timeLimit)
            page = rows.map(InviteUse.init)
        }
    }

    private func run(
        _ sql: UseSQL, _ more: [SQLValue], deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        try await database.run(
            sql, [.snowflake(guild), .int8(enabling), .snowflake(inviter)] + more,
            deadline: deadline)
    }
}
