import Modules

/// The endpoints with which members count their stored data: only texts by administrators can contain it.
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
