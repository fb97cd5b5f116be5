import Postgres

/// What a freshly migrated database says against the statements of an enum: nothing, if all can be prepared.
///
/// BEGIN and the like aren't statements that PREPARE takes; they are passed over.
package func refusals<Statement: SQL>(of statements: Statement.Type) async throws -> [String] {
    try await withDatabase { url in
        let database = try SynchronousDatabase(url: url)
        return Statement.allCases.compactMap { statement in
            let text = statement.rawValue
            guard ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(where: text.hasPrefix)
            else { return nil }
            do throws(DatabaseError) {
                try database.execute(script: "PREPARE statement AS \(text); DEALLOCATE statement")
                return nil
            } catch {
                return "\(statement): \(error)"
            }
        }
    }
}
