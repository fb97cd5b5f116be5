import Postgres

/// The doctor's statements.
enum DoctorSQL: String, SQL {
    /// The server's settings, and the connection limits of server (without superusers' reserve), role and database; -1: no limit.
    case examine = """
        SELECT current_setting('server_version_num')::integer,
               current_setting('server_version'),
               clock_timestamp(),
               pg_is_in_recovery(),
               current_setting('max_connections')::integer
                   - current_setting('superuser_reserved_connections')::integer,
               current_setting('default_transaction_read_only') = 'on',
               current_setting('server_encoding'),
               (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user),
               (SELECT datconnlimit FROM pg_database WHERE datname = current_database())
        """

    /// The id of the server process of this connection.
    case process = "SELECT pg_backend_pid()"

    /// Identifies a database, on this server or another.
    case place = """
        SELECT concat_ws(' ', oid, datname, extract(epoch FROM pg_postmaster_start_time())::text)
        FROM pg_database WHERE datname = current_database()
        """

    /// The limits that only the role can set behind a pooler.
    case limits = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"

    /// Tables, sequences and functions of the schema on which the role lacks rights that serving needs.
    case lackingRights = """
        SELECT relname::text FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND CASE
            WHEN relkind = 'S' THEN NOT has_sequence_privilege(oid, 'USAGE')
            WHEN relname = 'schema_migrations' THEN NOT has_table_privilege(oid, 'SELECT')
            WHEN relkind IN ('r', 'p') AND NOT relispartition THEN
                NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
                    AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
            ELSE false END
        UNION ALL
        SELECT proname::text FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND NOT has_function_privilege(oid, 'EXECUTE')
        ORDER BY 1
        """
}
