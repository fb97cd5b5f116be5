import Postgres

/// The statements that charge a caller's budget.
enum BudgetSQL: String, SQL {
    /// `$2` is how many seconds of the budget the requests are worth. No row: not enough is left.
    case lease = """
        INSERT INTO service_token_budgets AS budget (token_id, whole_at)
        VALUES ($1, clock_timestamp() + make_interval(secs => $2))
        ON CONFLICT (token_id) DO UPDATE
        SET whole_at = greatest(budget.whole_at, clock_timestamp()) + make_interval(secs => $2)
        WHERE budget.whole_at + make_interval(secs => $2) <= clock_timestamp() + interval '1 second'
        RETURNING token_id
        """

    /// The same for a guild's API keys or a user, by name. Deletes two expired rows each time, so that the table never has more
    /// rows than callers of the last minutes.
    case leaseOfCaller = """
        WITH ended AS (
            DELETE FROM caller_budgets
            WHERE caller IN (
                SELECT caller
                FROM caller_budgets
                WHERE whole_at < clock_timestamp() - interval '1 minute' AND caller <> $1
                ORDER BY whole_at
                LIMIT 2
                FOR UPDATE SKIP LOCKED
            )
        )
        INSERT INTO caller_budgets AS budget (caller, whole_at)
        VALUES ($1, clock_timestamp() + make_interval(secs => $2))
        ON CONFLICT (caller) DO UPDATE
        SET whole_at = greatest(budget.whole_at, clock_timestamp()) + make_interval(secs => $2)
        WHERE budget.whole_at + make_interval(secs => $2) <= clock_timestamp() + interval '1 second'
        RETURNING caller
        """
}
