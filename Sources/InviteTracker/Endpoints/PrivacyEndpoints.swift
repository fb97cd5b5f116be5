import Modules

/// The endpoints with which members count and delete their stored data.
extension InviteTracker {
    var privacyEndpoints: [Endpoint] { [getEntries, deleteEntries] }

    private var getEntries: Endpoint {
        module.getEntries(discord) { guild, member, names, count in
            let row = try await count.row(
                PrivacySQL.count,
                [.snowflake(guild), .snowflake(member), .textArray(names.all)])
            return row.map { MemberEntries(counts: $0.int64Array(0)) } ?? .none
        }
    }

    private var deleteEntries: Endpoint {
        module.deleteEntries(
            "Deletes the member's joins, and empties where they invited others.",
            message: "What was stored of the member was deleted."
        ) { [database] guild, member, context in
            try await MemberErasure(database: database, guild: guild, member: member)
                .run(deadline: context.deadline)
        }
    }
}
