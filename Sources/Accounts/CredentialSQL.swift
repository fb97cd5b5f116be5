import Postgres

/// The statements that look callers up.
enum CredentialSQL: String, SQL {
    case serviceToken = """
        SELECT token_id, requests_per_second
        FROM service_tokens
        WHERE sha256 = $1 AND revoked_at IS NULL
        """
    /// The key, who made it, in how many seconds it ends, and how many ago its maker's rights were confirmed.
    case apiKey = """
        SELECT api_key_id, maker_id, extract(epoch FROM expires_at - clock_timestamp())::float8,
            extract(epoch FROM clock_timestamp() - coalesce(maker_confirmed_at, created_at))::float8
        FROM api_keys
        WHERE guild_id = $1 AND sha256 = $2 AND (expires_at IS NULL OR expires_at > clock_timestamp())
        """
}
