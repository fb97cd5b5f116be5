import Modules

/// The statements of a reading of a guild's invites.
enum AttributionSQL: String, SQL {
    /// Begins a reading, and fences off earlier ones. `$1` guild, `$2` activation, null: the present one. The claim
    /// comes last.
    case begin = """
        SELECT s.enabling, s.read_at, s.vanity_code, s.vanity_uses, s.vanity_misses, c.*
        FROM invite_tracker_settings s
        CROSS JOIN LATERAL claim_effect(s.guild_id, 'invite reading', 0, 0, true) c
        WHERE s.guild_id = $1::int8 AND s.enabling = coalesce($2::int8, s.enabling)
        """

    /// The known invites, including those gone for less than an hour. `$1` guild, `$2` activation.
    case invites = """
        SELECT guild_id, code, channel_id, owner_id, uses, max_uses, expires_at, gone_at
        FROM invite_tracker_invites
        WHERE guild_id = $1::int8 AND enabling = $2::int8
            AND (gone_at IS NULL OR gone_at > clock_timestamp() - interval '1 hour')
        ORDER BY code
        """

    /// The unclaimed uses. `$1` guild, `$2` activation.
    case steps = """
        SELECT code, kind, inviter_id, channel_id, count, seen_at
        FROM invite_tracker_steps
        WHERE guild_id = $1::int8 AND enabling = $2::int8
        ORDER BY id
        """

    /// Joins without an invite, oldest first; ambiguous ones for five minutes. `$1` guild, `$2` activation.
    case joins = """
        SELECT id, kind, member_joined_at
        FROM invite_tracker_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND is_open AND NOT is_unsure
            AND (kind = use_kind('waiting') OR joined_at > clock_timestamp() - interval '5 minutes')
        ORDER BY id
        """

    /// The times of some members' erasures. `$1` guild, `$2` members.
    case erasures = """
        SELECT m.id, e.erased_at
        FROM unnest($2::int8[]) AS m (id)
        JOIN invite_tracker_erased_members e
            ON e.guild_id = $1::int8 AND e.digest = erased_identity($1, 0::int2, m.id)
        """

    /// Stores a reading's result, under its claim. No row: the module was disabled.
    ///
    /// `$1` guild, `$2` activation, `$3` begun at, `$4` vanity code, `$5` its uses, `$6` misses; changed invites:
    /// `$7` codes, `$8` channels, `$9` owners, `$10` uses, `$11` maximum, `$12` expiry; `$13` codes gone, `$14` codes used up; unclaimed
    /// uses: `$15` codes, `$16` kinds, `$17` inviters, `$18` channels, `$19` counts, `$20` seen at; joins: `$21` ids, `$22` kinds, `$23`
    /// codes, `$24` inviters, `$25` channels, `$26` whether still open.
    case store = """
        WITH guard AS (
            UPDATE invite_tracker_settings
            SET read_at = $3::timestamptz, vanity_code = $4::text, vanity_uses = $5::int8,
                vanity_misses = $6::int2
            WHERE guild_id = $1::int8 AND enabling = $2::int8
            RETURNING guild_id, enabling, prevent_own_invite_code
        ), listed AS (
            INSERT INTO invite_tracker_invites AS known
                (guild_id, enabling, code, channel_id, owner_id, uses, max_uses, expires_at)
            SELECT guard.guild_id, guard.enabling, i.*
            FROM guard, unnest($7::text[], $8::int8[], $9::int8[], $10::int8[], $11::int8[],
                $12::timestamptz[]) AS i
            ON CONFLICT (guild_id, enabling, code) DO UPDATE
            SET channel_id = excluded.channel_id, uses = excluded.uses, max_uses = excluded.max_uses,
                expires_at = excluded.expires_at, gone_at = NULL
        ), gone AS (
            UPDATE invite_tracker_invites i
            SET gone_at = coalesce(i.gone_at, $3),
                uses = CASE WHEN i.code = ANY($14::text[]) THEN i.max_uses ELSE i.uses END
            FROM guard
            WHERE i.guild_id = guard.guild_id AND i.enabling = guard.enabling
                AND (i.code = ANY($13::text[]) OR i.code = ANY($14))
        ), forgotten AS (
            DELETE FROM invite_tracker_steps s
            USING guard
            WHERE s.guild_id = guard.guild_id AND s.enabling = guard.enabling
        ), kept AS (
            INSERT INTO invite_tracker_steps
                (guild_id, enabling, code, kind, inviter_id, channel_id, count, seen_at)
            SELECT guard.guild_id, guard.enabling, s.*
            FROM guard, unnest($15::text[], $16::int2[], $17::int8[], $18::int8[], $19::int4[],
                $20::timestamptz[]) AS s
        ), found AS (
            UPDATE invite_tracker_uses u
            SET kind = f.kind, code = f.code, inviter_id = f.inviter_id, channel_id = f.channel_id,
                is_open = f.is_open,
                is_counted = NOT (guard.prevent_own_invite_code AND f.inviter_id IS NOT NULL
                    AND u.member_id IS NOT DISTINCT FROM f.inviter_id)
            FROM guard, unnest($21::int8[], $22::int2[], $23::text[], $24::int8[], $25::int8[],
                $26::bool[]) AS f (id, kind, code, inviter_id, channel_id, is_open)
            WHERE u.guild_id = guard.guild_id AND u.enabling = guard.enabling AND u.id = f.id
        )
        SELECT
        FROM guard
        """
}
