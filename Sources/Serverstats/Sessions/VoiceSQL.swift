import Modules

/// The statements about voice sessions. Each follows the member's lock in one transaction, so a member's sessions open
/// and close one after the other.
///
/// `$1` guild, `$2` member, `$3` channel, `$4` arrival, `$5` toggle as a bit, `$6` kind. `now()` may be slightly older
/// than the changes of the lock's last holder, so ends are clamped to `started_at`.
enum VoiceSQL: ComposedSQL {
    /// Returns the outcome, and the channel the member was in.
    case join
    /// Returns the outcome, and whether a session was open.
    case leave

    static let composedTexts = composeAll()

    var composed: String {
        switch self {
        case .join:
            """
            \(Self.judged), present AS MATERIALIZED (
                SELECT v.*, greatest(now(), v.started_at) AS ended_at
                FROM voice_sessions v
                CROSS JOIN judged
                WHERE v.guild_id = $1 AND v.user_id = $2 AND judged.fate = 1 AND v.started_at >= judged.enabled_at
            ), closed AS (
                \(SessionTable.voice.events(from: "present", kind: "$6"))
                WHERE channel_id <> $3::int8
            ), opened AS (
                INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
                SELECT $1, $2, $3, now()
                FROM judged
                WHERE fate = 1 AND NOT EXISTS (SELECT FROM present WHERE channel_id = $3)
                ON CONFLICT (guild_id, user_id) DO UPDATE
                SET channel_id = excluded.channel_id, started_at = excluded.started_at, id = excluded.id
            )
            SELECT fate, (SELECT channel_id FROM present)
            FROM judged
            """
        case .leave:
            """
            \(Self.judged), gone AS (
                DELETE FROM voice_sessions v
                USING judged
                WHERE v.guild_id = $1 AND v.user_id = $2 AND v.channel_id = $3::int8 AND judged.fate = 1
                    AND v.started_at >= judged.enabled_at
                RETURNING v.*, greatest(now(), v.started_at) AS ended_at
            ), closed AS (
                \(SessionTable.voice.events(from: "gone", kind: "$6"))
            )
            SELECT fate, EXISTS (SELECT FROM gone)
            FROM judged
            """
        }
    }

    /// Whether the member may be stored, as for events.
    private static let judged = """
        WITH judged AS MATERIALIZED (
            SELECT s.enabled_at, CASE
                WHEN s.switches & $5::int4 <> 0 AND s.enabled_at <= $4::timestamptz
                THEN CASE WHEN m.is_refusing OR m.erased_at >= $4 THEN 2 ELSE 1 END
                ELSE 0 END::int2 AS fate
            FROM (SELECT $1::int8 AS guild_id, $2::int8 AS member_id) AS given
            LEFT JOIN serverstats_settings s ON s.guild_id = given.guild_id
            LEFT JOIN serverstats_members m ON m.guild_id = given.guild_id AND m.member_id = given.member_id
        )
        """
}
