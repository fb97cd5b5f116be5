import Modules

/// The statements about grants. Writes follow the guild's shared lock in one transaction.
enum GrantSQL: String, SQL {
    /// Before the calls to Discord. `$1` guild, `$2` panel, `$3` member, `$4` entries, `$5` roles, `$6` states; `$7` the check's digest or
    /// null, `$8` its payload's, `$9` its answer, `$10` the answer's lifetime in seconds. Writes all rows, or none if an entry is gone: then
    /// there is no row. A role to be given is absent now, so other grants of it are stale and become acknowledged (3). Returns the
    /// claim of the member's effect.
    case begin = """
        WITH wanted AS (
            SELECT entry_id, role_id, state
            FROM unnest($4::int8[], $5::int8[], $6::int2[]) AS wanted (entry_id, role_id, state)
        ), missing AS (
            SELECT
            FROM wanted w
            WHERE NOT EXISTS (
                SELECT
                FROM reactionroles_entries e
                WHERE e.guild_id = $1::int8 AND e.panel_id = $2::int8 AND e.entry_id = w.entry_id)
        ), step AS MATERIALIZED (
            SELECT c.*
            FROM claim_effect($1, 'member roles', $3::int8, $2, NOT EXISTS (SELECT FROM missing), 'roles') c
        ), written AS (
            INSERT INTO reactionroles_grants
                (guild_id, panel_id, member_id, entry_id, role_id, state, changed_at)
            SELECT $1, $2, $3, w.entry_id, w.role_id, w.state, clock_timestamp()
            FROM wanted w
            CROSS JOIN step
            ON CONFLICT (guild_id, panel_id, member_id, entry_id, role_id)
                DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
        ), stale AS (
            UPDATE reactionroles_grants g
            SET state = grant_state('heeded')
            FROM wanted w
            CROSS JOIN step
            WHERE g.guild_id = $1 AND g.member_id = $3 AND g.role_id = w.role_id AND w.state = grant_state('giving')
                AND g.state = grant_state('given') AND (g.panel_id, g.entry_id) <> ($2, w.entry_id)
        ), remembered AS (
            INSERT INTO reactionroles_answers (guild_id, digest, payload, words, known_until)
            SELECT $1, $7::bytea, $8::bytea, $9::text, clock_timestamp() + make_interval(secs => $10::float8)
            FROM step
            WHERE $7 IS NOT NULL
            ON CONFLICT (guild_id, digest) DO UPDATE
            SET payload = excluded.payload, words = excluded.words, known_until = excluded.known_until, is_told = false
        )
        SELECT *
        FROM step
        """

    /// After the calls to Discord, or their rollback. `$1` guild, `$2` panel, `$3` member, `$4` when it was begun, or null if
    /// nothing was, `$5` entries, `$6` roles, `$7` states, -1 for rows to delete; `$8` … `$11` as `$7` … `$10` of ``begin``, a null
    /// answer deletes the check's. No row: the module was disabled meanwhile.
    case finish = """
        WITH step AS (
            SELECT
            FROM reactionroles_settings s
            WHERE s.guild_id = $1::int8 AND ($4::timestamptz IS NULL OR s.enabled_at <= $4)
        ), final AS (
            SELECT entry_id, role_id, state
            FROM unnest($5::int8[], $6::int8[], $7::int2[]) AS final (entry_id, role_id, state)
            CROSS JOIN step
        ), gone AS (
            DELETE FROM reactionroles_grants g
            USING final f
            WHERE g.guild_id = $1 AND g.panel_id = $2::int8 AND g.member_id = $3::int8 AND g.entry_id = f.entry_id
                AND g.role_id = f.role_id AND f.state = -1
        ), kept AS (
            INSERT INTO reactionroles_grants
                (guild_id, panel_id, member_id, entry_id, role_id, state, changed_at)
            SELECT $1, $2, $3, f.entry_id, f.role_id, f.state, clock_timestamp()
            FROM final f
            JOIN reactionroles_entries e ON e.guild_id = $1 AND e.panel_id = $2 AND e.entry_id = f.entry_id
            WHERE f.state >= 0
            ON CONFLICT (guild_id, panel_id, member_id, entry_id, role_id)
                DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
        ), forgotten AS (
            DELETE FROM reactionroles_answers
            WHERE guild_id = $1 AND digest = $8::bytea AND $10::text IS NULL
        ), remembered AS (
            INSERT INTO reactionroles_answers (guild_id, digest, payload, words, known_until)
            SELECT $1, $8, $9::bytea, $10, clock_timestamp() + make_interval(secs => $11::float8)
            FROM step
            WHERE $8 IS NOT NULL AND $10 IS NOT NULL
            ON CONFLICT (guild_id, digest) DO UPDATE SET words = excluded.words
        )
        SELECT 1
        FROM step
        """

    /// Members with any grant row for this entry. `$1` guild, `$2` panel, `$3` entry.
    case members = """
        SELECT DISTINCT member_id
        FROM reactionroles_grants
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND entry_id = $3::int8
        """

    /// The grants in progress of one member on one panel; those of deleted entries are left to ``TakeBack``. `$1` guild, `$2` panel,
    /// `$3` member. No row: there are none.
    case unfinished = """
        SELECT array_agg(g.entry_id), array_agg(g.role_id), array_agg(g.state)
        FROM reactionroles_grants g
        JOIN reactionroles_entries e USING (guild_id, panel_id, entry_id)
        WHERE g.guild_id = $1::int8 AND g.panel_id = $2::int8 AND g.member_id = $3::int8
            AND g.state IN (grant_state('giving'), grant_state('taking'), grant_state('takingHeeded'))
        HAVING count(*) > 0
        """

    /// The next members with roles of a deleted entry to be taken back. `$1` guild, `$2` panel, `$3` entry, `$4` limit.
    case toTakeBack = """
        SELECT member_id, array_agg(role_id), array_agg(state)
        FROM reactionroles_grants
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND entry_id = $3::int8
        GROUP BY member_id
        ORDER BY member_id
        LIMIT $4::int8
        """

    /// The roles that other entries of the guild gave to a member. `$1` guild, `$2` member, `$3` the excluded entry.
    case givenElsewhere = """
        SELECT DISTINCT role_id
        FROM reactionroles_grants
        WHERE guild_id = $1::int8 AND member_id = $2::int8 AND entry_id <> $3::int8
            AND state IN (grant_state('giving'), grant_state('given'))
        """

    /// `$1` guild, `$2` panel, `$3` entry, `$4` member.
    case forgetOf = """
        DELETE FROM reactionroles_grants
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND entry_id = $3::int8 AND member_id = $4::int8
        """
}
