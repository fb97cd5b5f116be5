import Postgres

/// The database's schema of this release: the files of `migrations/`, compiled into the program.
package enum Schema {
    /// - Throws: `MigrationError` if a file's name is invalid, which the tests rule out.
    package static func migrator() throws(MigrationError) -> Migrator {
        try Migrator(files: embeddedFiles.map { ($0.name, $0.text) })
    }
}
