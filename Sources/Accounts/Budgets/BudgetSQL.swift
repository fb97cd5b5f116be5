import Postgres

/// Takes requests out of a token's budget.
enum BudgetSQL: String, SQL {
    /// `$2` is how many seconds of the budget the requests are worth. No row: so much isn't left.
    case lease = """
        INSERT INTO service_token_budgets AS budget (token_id, whole_at)
        VALUES ($1, clock_timestamp() + make_interval(secs => $2))
        ON CONFLICT (token_id) DO UPDATE
        SET whole_at = greatest(budget.whole_at, clock_timestamp()) + make_interval(secs => $2)
        WHERE budget.whole_at + make_interval(secs => $2) <= clock_timestamp() + interval '1 second'
        RETURNING token_id
        """
}
