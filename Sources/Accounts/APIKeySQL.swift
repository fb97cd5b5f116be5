import Postgres

/// Makes, lists and revokes API keys.
enum APIKeySQL: String, SQL {
    /// No row: the guild has as many as it may have.
    case create = """
        INSERT INTO api_keys (guild_id, api_key_id, sha256, prefix)
        SELECT $1, $2, $3, $4
        WHERE (SELECT count(*) FROM api_keys WHERE guild_id = $1) < $5
        RETURNING api_key_id
        """
    case list = """
        SELECT api_key_id, prefix, created_at
        FROM api_keys
        WHERE guild_id = $1
        ORDER BY created_at, api_key_id
        """
    case revoke = """
        WITH revoked AS (
            DELETE FROM api_keys
            WHERE guild_id = $1 AND (api_key_id = $2 OR sha256 = $3)
            RETURNING api_key_id
        )
        SELECT pg_notify('kennel_credentials', 'api key')
        FROM revoked
        """
}
