import Accounts

/// The metrics of callers and their credentials.
extension Credentials {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .counter(
                "kennel_credential_lookups_total", "Tokens and keys looked up in the database.",
                now.lookupsTotal),
            .counter(
                "kennel_credential_revocations_total", "Revocations heard of.",
                now.revocationsHeardTotal),
            .counter(
                "kennel_credential_refusals_total", "Requests over their token's rate.",
                now.refusalsTotal),
            .gauge(
                "kennel_credentials_remembered", "Tokens and keys held in memory.",
                Double(now.remembered)),
            .counter(
                "kennel_oauth_lookups_total", "OAuth tokens that Discord was asked about.",
                now.oauthLookupsTotal),
            .counter(
                "kennel_oauth_refused_total", "OAuth tokens that Discord refused.",
                now.oauthRefusedTotal),
            .counter(
                "kennel_oauth_failures_total",
                "OAuth tokens of which Discord could tell nothing: unreachable, slow, limited.",
                now.oauthFailuresTotal),
            .counter(
                "kennel_oauth_strangers_refused_total",
                "Requests with unknown tokens from addresses that had brought too many.",
                now.strangersRefusedTotal),
            .gauge(
                "kennel_oauth_remembered", "OAuth tokens whose users are held in memory.",
                Double(now.oauthRemembered)),
        ]
    }
}
