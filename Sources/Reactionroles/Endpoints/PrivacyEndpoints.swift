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
        let rows = try await reader.read(
            PrivacySQL.count, [.snowflake(guild), .snowflake(member), .textArray(names.all)],
            soon)
        return rows.first.map { MemberEntries(counts: $0.int64Array(0)) } ?? .none
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

/// The statements about what is stored of a member.
enum PrivacySQL: String, SQL {
    /// `$1` guild, `$2` member, `$3` names. An array: how often the id stands in the grants of panels there are, then how often each
    /// name in the texts of panels and entries.
    case count = """
        SELECT ARRAY[(
            SELECT count(*)
            FROM reactionroles_grants g
            JOIN reactionroles_panels p ON p.guild_id = g.guild_id AND p.panel_id = g.panel_id
            WHERE g.guild_id = $1::int8 AND g.member_id = $2::int8)] || ARRAY(
            SELECT coalesce((
                SELECT sum(occurrences(content, name))
                FROM reactionroles_panels
                WHERE guild_id = $1), 0)::int8 + coalesce((
                SELECT sum(occurrences(text, name) + occurrences(description, name))
                FROM reactionroles_entries
                WHERE guild_id = $1), 0)::int8
            FROM unnest($3::text[]) WITH ORDINALITY AS wanted (name, place)
            ORDER BY place)
        """
}
