import Postgres

/// The statements that create, list and revoke API keys.
enum APIKeySQL: String, SQL {
    /// `$6` maker, `$7` for how many seconds. Expired keys make room. No row: the guild has the maximum number of keys.
    case create = """
        WITH ended AS (
            DELETE FROM api_keys
            WHERE guild_id = $1 AND expires_at <= clock_timestamp()
        )
        INSERT INTO api_keys (guild_id, api_key_id, sha256, prefix, maker_id, expires_at)
        SELECT $1, $2, $3, $4, $6, clock_timestamp() + make_interval(secs => $7)
        WHERE (
            SELECT count(*) FROM api_keys
            WHERE guild_id = $1 AND (expires_at IS NULL OR expires_at > clock_timestamp())) < $5
        RETURNING expires_at
        """
    case list = """
        SELECT api_key_id, prefix, created_at, maker_id, last_used_at, expires_at
        FROM api_keys
        WHERE guild_id = $1 AND (expires_at IS NULL OR expires_at > clock_timestamp())
        ORDER BY created_at, api_key_id
        """
    /// A key was used. `$1` guild, `$2` key.
    case noteUse = """
        UPDATE api_keys
        SET last_used_at = clock_timestamp()
        WHERE guild_id = $1 AND api_key_id = $2
            AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
        """
    /// Discord says that the maker administers the guild. `$1` guild, `$2` maker.
    case confirm = """
        UPDATE api_keys
        SET maker_confirmed_at = clock_timestamp()
        WHERE guild_id = $1 AND maker_id = $2
        """
    /// Discord says that the maker doesn't administer the guild any more. `$1` guild, `$2` maker.
    case endOf = """
        WITH ended AS (
            DELETE FROM api_keys
            WHERE guild_id = $1 AND maker_id = $2
            RETURNING api_key_id
        )
        SELECT pg_notify('kennel_credentials', 'api key')
        FROM ended
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
