import Modules

/// The endpoints with which members count their stored data. Grants aren't deleted: the panels need them.
extension Reactionroles {
    var privacyEndpoints: [Endpoint] { [getUserEntries, deleteUserEntries] }

    private var getUserEntries: Endpoint {
        module.getEntries(discord) { guild, member, names, count in
            let guild = SQLValue.snowflake(guild)
            let grants = try await count.row(PrivacySQL.countGrants, [guild, .snowflake(member)])
            let texts = try await count.sum(
                PrivacySQL.countTexts, [guild, .textArray(names.all)], after: [.int8(0)]
            ) { [.int8($0.int64(1))] }
            return texts
                + MemberEntries(id: grants?.int64(0) ?? 0, names: MemberEntries.noNames)
        }
    }

    private var deleteUserEntries: Endpoint {
        module.deleteEntries(
            "Deletes nothing: what is stored of members here is who got which role, which is needed to serve.",
            message: "Only which roles the member got is stored, which is needed to serve.")
    }
}
