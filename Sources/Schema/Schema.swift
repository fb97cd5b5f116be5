import Postgres

/// The database's schema as this release wants it: the files of `migrations/`, which are part of the program.
package enum Schema {
    /// - Throws: `MigrationError` where a file's name is wrong; the tests see to it that none is.
    package static func migrator() throws(MigrationError) -> Migrator {
        try Migrator(files: embeddedMigrations)
    }
}
