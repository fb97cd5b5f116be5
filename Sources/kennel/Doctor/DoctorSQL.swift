import Postgres

/// What the doctor asks the database.
enum DoctorSQL: String, SQL {
    /// Facts of the server, and the connections that it (less those for superusers), the role and the database allow; -1: no limit.
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

    /// The server's process for this connection.
    case process = "SELECT pg_backend_pid()"

    /// Tells two databases apart, of one server or of two.
    case place = """
        SELECT concat_ws(' ', oid, datname, extract(epoch FROM pg_postmaster_start_time())::text)
        FROM pg_database WHERE datname = current_database()
        """

    /// The limits that behind a pooler only the role can set.
    case limits = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"

    /// Tables, sequences and functions of the schema that the role may not use as serving does.
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
