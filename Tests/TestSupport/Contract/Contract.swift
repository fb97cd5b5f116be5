/// The contract that bots rely on, and what this product offers besides.
package enum Contract {
    package static let operations = ContractOperation.load(
        "\(Cluster.tree)/Tests/TestSupport/Contract/routes.json")

    package static let modules = [
        "serverstats", "autoresponder", "reactionroles", "invite-tracker",
    ]

    /// The endpoints that no operation of the contract stands for.
    package static let additions: Set<String> = [
        "GET /modules/serverstats/counters/update",
        "POST /modules/serverstats/stats/snapshot",
        "POST /modules/serverstats/stats/batch",
        "PUT /modules/serverstats/privacy/data-collection",
        "POST /modules/reactionroles/panel/{reactionrole_panel_id}/sync",
        "GET /modules/invite-tracker/stats/uses",
        "GET /modules/invite-tracker/stats/leaderboard",
        "POST /modules/invite-tracker/events/resync",
    ]
}
