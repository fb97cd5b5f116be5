import Postgres

/// Statements that keep small tables small.
enum UpkeepSQL: String, SQL {
    /// Forgets batches that nobody sends again: a batch is sent again within the seconds that its requests may take. `$1` how many at once. Gives how many.
    case forgetBatches = """
        WITH gone AS (
            DELETE FROM ingest_batches
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM ingest_batches
                WHERE stored_at < now() - interval '10 minutes'
                ORDER BY stored_at
                LIMIT $1::int8))
            RETURNING batch_id
        )
        SELECT count(*)
        FROM gone
        """
}
