import Postgres

/// The cluster's budget of calls: times to send at.
enum SendBudgetSQL: String, SQL {
    /// `$2` is how many seconds the wanted times span, `$3` how far ahead the first may lie, `$4` how long nothing is given out once
    /// the row is made: a crash may have lost it with times handed out before. A next time further ahead than is ever handed out
    /// comes from a clock that was set back, and is as good as lost.
    ///
    /// First column: the end of the times given, NULL where there are none so near.
    case reserve = """
        WITH made AS (
            INSERT INTO discord_budget (token_hash, next_at)
            VALUES ($1, clock_timestamp() + make_interval(secs => $4::float8))
            ON CONFLICT (token_hash) DO NOTHING
        ), given AS (
            UPDATE discord_budget
            SET next_at = greatest(
                    CASE
                        WHEN next_at <= clock_timestamp() + make_interval(secs => 2 * $4::float8)
                        THEN next_at
                        ELSE clock_timestamp() + make_interval(secs => $4::float8)
                    END,
                    blocked_until, clock_timestamp()
                ) + make_interval(secs => $2::float8)
            WHERE token_hash = $1
                AND blocked_until <= clock_timestamp() + make_interval(secs => $3::float8)
                AND NOT next_at BETWEEN clock_timestamp() + make_interval(secs => $3::float8)
                    AND clock_timestamp() + make_interval(secs => 2 * $4::float8)
            RETURNING next_at, blocked_until
        )
        SELECT given.next_at,
            coalesce(given.next_at, budget.next_at, clock_timestamp()),
            coalesce(given.blocked_until, budget.blocked_until, '-infinity'),
            clock_timestamp()
        FROM (SELECT) AS one
        LEFT JOIN given ON true
        LEFT JOIN discord_budget AS budget ON budget.token_hash = $1
        """

    /// Nothing is sent for `$2` seconds.
    case block = """
        INSERT INTO discord_budget AS budget (token_hash, next_at, blocked_until)
        VALUES ($1, clock_timestamp(), clock_timestamp() + make_interval(secs => $2::float8))
        ON CONFLICT (token_hash) DO UPDATE
        SET blocked_until = greatest(budget.blocked_until, excluded.blocked_until)
        """
}
