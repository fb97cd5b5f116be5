import API
import Discord
import Essentials
import EventLoop
import Modules
import Postgres

/// What a member may know and do about what is stored of them: only texts that administrators wrote can name them.
extension Autoresponder {
    var privacyEndpoints: [Endpoint] { [getEntries, deleteEntries] }

    private var getEntries: Endpoint {
        module.getEntries(
            discord,
            summary:
                "Tells how often a member's id and each of their names stand in triggers and responses."
        ) { guild, member, names, count in
            let values: [SQLValue] = [.snowflake(guild), .textArray(["\(member)"] + names.all)]
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
        module.deleteEntries(
            "Deletes what is stored under a member's id: nothing is, and configuration stays.",
            message: "Nothing is stored under the member's id.")
    }
}
