import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres

/// The endpoints with which members count and delete their stored data.
extension Module {
    package static let privacyErrors: [ErrorName] = [.badRequest, .forbidden, .internalServer]

    /// - Parameter count: counts the occurrences of a member's id and names. Called only where the module is enabled, so that
    ///   Discord isn't asked for the names needlessly.
    package func getEntries(
        _ discord: DiscordClient,
        summary: String =
            "Tells how often a member's id is stored, and how often each of their names stands in stored texts.",
        count:
            @escaping @LoopActor @Sendable (Snowflake, Snowflake, MemberNames, EntryCount)
            async throws -> MemberEntries
    ) -> Endpoint {
        Endpoint(
            .get, "\(root)/privacy/get-user-entries", summary, group: name, access: .privacy,
            input: .query, errors: Self.privacyErrors, answer: MemberEntries.shape,
            fields: .guild, .privacyMember
        ) { [isEnabled] context, guild, member in
            guard try await isEnabled(guild, context) else { return MemberEntries.none.answer }
            let names = try await discord.acting(for: context).names(of: member, in: guild)
            return try await EntryCount.alone(name, guild, on: database) {
                try await count(guild, member, names, $0)
            }.answer
        }
    }

    /// - Parameter delete: deletes a member's data in a guild and returns the number of rows; nil if the module stores none.
    ///   Not called where the module is disabled, so no mark of the member is stored: callers may name any guild.
    package func deleteEntries(
        _ summary: String, message: StaticString,
        _ delete: (
            @LoopActor @Sendable (Snowflake, Snowflake, RequestContext) async throws ->
                Int64
        )? = nil
    ) -> Endpoint {
        Endpoint(
            .delete, "\(root)/privacy/delete-user-entries", summary, group: name,
            access: .privacy, input: .body, errors: Self.privacyErrors,
            answer: .object(["message": .text, "deleted": .integer]),
            fields: .guild, .privacyMember
        ) { [isEnabled] context, guild, member in
            var deleted: Int64 = 0
            if let delete, try await isEnabled(guild, context) {
                deleted = try await delete(guild, member, context)
            }
            return .data { writer in
                writer.beginObject()
                writer.field("message", message.description)
                writer.field("deleted", deleted)
                writer.endObject()
            }
        }
    }
}
