import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres

/// What a member may do about what is stored of them.
extension InviteTracker {
    var privacyEndpoints: [Endpoint] { [getEntries, deleteEntries] }

    private static let errors: [ErrorName] = [.badRequest, .forbidden, .internalServer]

    private var getEntries: Endpoint {
        Endpoint(
            .get, "\(Self.root)/privacy/get-user-entries",
            "Tells how often a member's id is stored, and how often each of their names stands in stored texts.",
            group: Self.group, access: .privacy, input: .query, errors: Self.errors,
            answer: MemberEntries.shape, fields: .guild, .privacyMember
        ) { [self] call, guild, member in
            guard try await settings.find(guild, deadline: call.deadline) != nil else {
                return MemberEntries.none.answer
            }
            let names = try await discord.acting(for: call).names(of: member, in: guild)
            return try await EntryCount.alone(Self.group, guild, on: database) { count in
                let row = try await count.row(
                    PrivacySQL.count,
                    [.snowflake(guild), .snowflake(member), .textArray(names.all)])
                return row.map { MemberEntries(counts: $0.int64Array(0)) } ?? .none
            }.answer
        }
    }

    private var deleteEntries: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/privacy/delete-user-entries",
            "Deletes the member's joins, and empties where they invited others.", group: Self.group,
            access: .privacy, input: .body, errors: Self.errors,
            answer: .object(["message": .text, "deleted": .integer]),
            fields: .guild, .privacyMember
        ) { [database, settings] call, guild, member in
            // Where the module is off nothing is stored, and no mark is left: anybody may name any guild.
            let isEnabled = try await settings.find(guild, deadline: call.deadline) != nil
            let erasure = MemberErasure(database: database, guild: guild, member: member)
            let deleted = isEnabled ? try await erasure.run(deadline: call.deadline) : 0
            return .data { writer in
                writer.beginObject()
                writer.field("message", "What was stored of the member was deleted.")
                writer.field("deleted", deleted)
                writer.endObject()
            }
        }
    }
}
