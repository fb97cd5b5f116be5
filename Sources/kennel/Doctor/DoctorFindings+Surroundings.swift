import Modules

/// Findings about settings, connections and Discord.
extension DoctorFindings {
    /// A variable that nothing reads is probably misspelt.
    static func settings(
        _ environment: [String: String], _ configuration: Configuration
    ) -> DoctorReport.Finding {
        let unknown = environment.keys.filter { Settings.isUnknown($0) }.sorted()
        guard let first = unknown.first else { return .good("\(configuration.workers) workers") }
        let meant = Settings.nearest(to: first).map { ", perhaps \($0) is meant" } ?? ""
        let others = unknown.dropFirst().map { ", nor \($0)" }.joined()
        return .bad("nothing reads \(first)\(meant)\(others): see `kennel help serve`")
    }

    // MARK: Connections

    static func unreachable(_ error: any Error, _ subject: String) -> DoctorReport.Finding {
        let variable = subject == "direct" ? "KENNEL_DIRECT_DATABASE_URL" : "DATABASE_URL"
        return .bad("\(error); see \(variable)")
    }

    static func pooler(_ isThere: Bool, isTold: Bool) -> DoctorReport.Finding {
        switch (isThere, isTold) {
        case (true, true): .good("as KENNEL_POOLER says")
        case (false, false): .good("none")
        case (true, false):
            .bad("there is a pooler: set KENNEL_POOLER=transaction and KENNEL_DIRECT_DATABASE_URL")
        case (false, true):
            .doubtful(
                "there is no pooler, although KENNEL_POOLER says so: every statement is planned each time"
            )
        }
    }

    static let directIsPooled = DoctorReport.Finding.bad(
        "is a pooler: locks and notifications need a direct connection, KENNEL_DIRECT_DATABASE_URL")

    static let twoDatabases = DoctorReport.Finding.bad(
        "DATABASE_URL and KENNEL_DIRECT_DATABASE_URL are different databases")

    /// Behind a pooler sessions take these from the role.
    static func limits(_ statement: String, _ lock: String) -> DoctorReport.Finding {
        statement == "0" || lock == "0"
            ? .bad(
                "the role has no statement_timeout or lock_timeout: run deploy/pgbouncer/role.sql")
            : .good("statements \(statement), locks \(lock)")
    }

    // MARK: Discord

    static func discord(_ error: DiscordError, _ base: String) -> DoctorReport.Finding {
        switch error {
        case .refused(401, _, _), .tokenRefused:
            .bad("\(base) doesn't know this bot token: see DISCORD_BOT_TOKEN")
        default: .bad("\(error.words) See DISCORD_API_BASE (\(base)).")
        }
    }
}
