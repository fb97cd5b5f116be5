import Postgres

/// The statements that create, list and revoke service tokens.
enum ServiceTokenSQL: String, SQL {
    case create = """
        INSERT INTO service_tokens (name, sha256, requests_per_second)
        VALUES ($1, $2, $3)
        RETURNING token_id
        """
    case list = """
        SELECT token_id, name, requests_per_second, created_at, revoked_at
        FROM service_tokens
        ORDER BY token_id
        """
    /// Valid tokens, by number, token or name: `$1`, `$2` its hash, `$3`. Exact matches come first.
    case find = """
        SELECT token_id, token_id IS NOT DISTINCT FROM $1 OR sha256 = $2
        FROM service_tokens
        WHERE (token_id = $1 OR sha256 = $2 OR name = $3) AND revoked_at IS NULL
        ORDER BY 2 DESC, 1
        """
    case revoke = """
        WITH revoked AS (
            UPDATE service_tokens
            SET revoked_at = clock_timestamp()
            WHERE token_id = $1 AND revoked_at IS NULL
            RETURNING token_id
        )
        SELECT token_id, pg_notify('kennel_credentials', 'service token ' || token_id)
        FROM revoked
        """
}
