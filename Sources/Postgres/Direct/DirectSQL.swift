/// The direct session's own statements.
enum DirectSQL: String, SQL {
    case tryLock = """
        SELECT hash, pg_try_advisory_lock(hash)
        FROM hashtextextended($1, 0) AS hash
        """
    case unlock = "SELECT pg_advisory_unlock($1)"
}
