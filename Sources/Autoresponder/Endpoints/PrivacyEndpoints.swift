import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres

/// What a member may know and do about what is stored of them: only texts that administrators wrote can name them.
extension Autoresponder {
    var privacyEndpoints: [Endpoint] { [getEntries, deleteEntries] }

    private static let errors: [ErrorName] = [.badRequest, .forbidden, .internalServer]

    private var getEntries: Endpoint {
        Endpoint(
            .get, "\(Self.root)/privacy/get-user-entries",
            "Tells how often a member's id and each of their names stand in triggers and responses.",
            group: Self.group, access: .privacy, input: .query, errors: Self.errors,
            answer: MemberEntries.shape, fields: .guild, .privacyMember
        ) { [self] call, guild, member in try await entries(of: member, in: guild, call).answer }
    }

    /// Discord is asked only where there may be something to count.
    private func entries(
        of member: Snowflake, in guild: Snowflake, _ call: Call
    ) async throws -> MemberEntries {
        guard try await guilds.isEnabled(guild, deadline: call.deadline) else { return .none }
        let names = try await discord.acting(for: call).names(of: member, in: guild)
        let values: [SQLValue] = [.snowflake(guild), .textArray(["\(member)"] + names.all)]
        return try await EntryCount.alone(Self.group, guild, on: database) { count in
            var met = MemberEntries.none
            for sql in PrivacySQL.allCases {
                met =
                    try await met
                    + count.sum(sql, values, after: [.int8(0)]) { [.int8($0.int64(1))] }
            }
            return met
        }
    }

    private var deleteEntries: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/privacy/delete-user-entries",
            "Deletes what is stored under a member's id: nothing is, and configuration stays.",
            group: Self.group, access: .privacy, input: .body, errors: Self.errors,
            answer: .object(["message": .text, "deleted": .integer]),
            fields: .guild, .privacyMember
        ) { _, _, _ in
            .data { writer in
                writer.beginObject()
                writer.field("message", "Nothing is stored under the member's id.")
                writer.field("deleted", 0)
                writer.endObject()
            }
        }
    }
}
