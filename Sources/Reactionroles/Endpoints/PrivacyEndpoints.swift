import API
import Discord
import Essentials
import EventLoop
import Modules
import Postgres

/// What a member may ask about what is stored of them. Grants stay: they're needed to serve.
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
