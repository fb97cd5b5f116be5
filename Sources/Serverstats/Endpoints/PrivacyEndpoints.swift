import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres

/// What a member may do about what is stored of them.
extension Serverstats {
    var privacyEndpoints: [Endpoint] { [getEntries, deleteEntries, putDataCollection] }

    private static let errors: [ErrorName] = [.badRequest, .forbidden, .internalServer]

    private var getEntries: Endpoint {
        Endpoint(
            .get, "\(Self.root)/privacy/get-user-entries",
            "Tells how often a member's id is stored, and how often each of their names stands in stored texts.",
            group: Self.group, access: .privacy, input: .query, errors: Self.errors,
            answer: MemberEntries.shape, fields: .guild, .privacyMember
        ) { [self] call, guild, member in try await entries(of: member, in: guild, call).answer }
    }

    /// Discord is asked only where there may be something to count.
    private func entries(
        of member: Snowflake, in guild: Snowflake, _ call: Call
    ) async throws -> MemberEntries {
        guard try await settings.settings(of: guild, deadline: call.deadline) != nil else {
            return .none
        }
        let names = try await discord.acting(for: call).names(of: member, in: guild)
        let privacy = MemberPrivacy(database: database, guild: guild, member: member)
        return try await EntryCount.alone(Self.group, guild, on: database) { count in
            try await privacy.count(names, by: count)
        }
    }

    private var deleteEntries: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/privacy/delete-user-entries",
            "Deletes what is stored under a member's id.", group: Self.group, access: .privacy,
            input: .body, errors: Self.errors,
            answer: .object(["message": .text, "deleted": .integer]),
            fields: .guild, .privacyMember
        ) { [database, settings] call, guild, member in
            // Where the module is off nothing is stored, and no mark is left: anybody may name any guild.
            let isEnabled = try await settings.settings(of: guild, deadline: call.deadline) != nil
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

    private var putDataCollection: Endpoint {
        Endpoint(
            .put, "\(Self.root)/privacy/data-collection",
            "Switches storing anything of a member off or on again.", group: Self.group,
            access: .privacy, input: .body, errors: Self.errors + [.settings, .moduleDisabled],
            gate: gate(), fields: .guild, .privacyMember,
            .boolean("enabled", "Whether the member's data may be stored.")
        ) { [database, settings] call, guild, member, isEnabled in
            _ = try await settings.enabledSettings(of: guild, deadline: call.deadline)
            let privacy = MemberPrivacy(database: database, guild: guild, member: member)
            if isEnabled { try await privacy.consent() } else { try await privacy.refuse() }
            return isEnabled ? Self.consented : Self.refused
        }
    }

    private static let consented = Answer.message("The member's data may be stored.")
    private static let refused = Answer.message("The member's data is not stored any more.")
}
