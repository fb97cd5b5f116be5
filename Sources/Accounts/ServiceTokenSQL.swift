import Postgres

/// Makes, lists and revokes service tokens.
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
    case revoke = """
        WITH revoked AS (
            UPDATE service_tokens
            SET revoked_at = clock_timestamp()
            WHERE (token_id = $1 OR sha256 = $2) AND revoked_at IS NULL
            RETURNING token_id
        )
        SELECT token_id, pg_notify('kennel_credentials', 'service token ' || token_id)
        FROM revoked
        """
}
