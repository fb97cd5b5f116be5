import Postgres

/// What the doctor asks the database.
enum DoctorSQL: String, SQL {
    case examine = """
        SELECT current_setting('server_version_num')::integer,
               current_setting('server_version'),
               clock_timestamp(),
               pg_is_in_recovery(),
               current_setting('max_connections')::integer,
               current_database()::text
        """
}
