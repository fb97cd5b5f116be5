import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres

/// What a member may ask about what is stored of them. Grants stay: they're needed to serve.
extension Reactionroles {
    var privacyEndpoints: [Endpoint] { [getUserEntries, deleteUserEntries] }

    private static let privacyErrors: [ErrorName] = [.badRequest, .forbidden, .internalServer]

    private var getUserEntries: Endpoint {
        Endpoint(
            .get, "\(Self.root)/privacy/get-user-entries",
            "Tells how often a member's id is stored, and how often each of their names stands in stored texts.",
            group: Self.group, access: .privacy, input: .query, errors: Self.privacyErrors,
            answer: MemberEntries.shape, fields: .guild, .privacyMember
        ) { [self] call, guild, member in try await entries(of: member, in: guild, call).answer }
    }

    /// Discord is asked only where there may be something to count.
    private func entries(
        of member: Snowflake, in guild: Snowflake, _ call: Call
    ) async throws -> MemberEntries {
        guard try await reader.isEnabled(guild, deadline: call.deadline) else { return .none }
        let names = try await discord.acting(for: call).names(of: member, in: guild)
        let guildValue = SQLValue.snowflake(guild)
        return try await EntryCount.alone(Self.group, guild, on: database) { count in
            let grants = try await count.row(
                PrivacySQL.countGrants, [guildValue, .snowflake(member)])
            let texts = try await count.sum(
                PrivacySQL.countTexts, [guildValue, .textArray(names.all)], after: [.int8(0)]
            ) { [.int8($0.int64(1))] }
            return texts
                + MemberEntries(id: grants?.int64(0) ?? 0, names: MemberEntries.noNames)
        }
    }

    private var deleteUserEntries: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/privacy/delete-user-entries",
            "Deletes nothing: what is stored of members here is who got which role, which is needed to serve.",
            group: Self.group, access: .privacy, input: .body, errors: Self.privacyErrors,
            answer: .object(["message": .text, "deleted": .integer]),
            fields: .guild, .privacyMember
        ) { _, _, _ in Self.nothingDeleted }
    }

    private static let nothingDeleted = Answer.data { writer in
        writer.beginObject()
        writer.field(
            "message", "Only which roles the member got is stored, which is needed to serve.")
        writer.field("deleted", 0)
        writer.endObject()
    }
}
