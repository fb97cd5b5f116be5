import Postgres

/// Looks callers up.
enum CredentialSQL: String, SQL {
    case serviceToken = """
        SELECT token_id, requests_per_second
        FROM service_tokens
        WHERE sha256 = $1 AND revoked_at IS NULL
        """
    case apiKey = """
        SELECT api_key_id
        FROM api_keys
        WHERE guild_id = $1 AND sha256 = $2
        """
}
