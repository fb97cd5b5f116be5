/// Deletes rows of one table, so many at a time, so that no statement takes long or holds many locks.
///
/// Its text is made of the program's own constants only, once; a test prepares and plans all that modules declare.
package struct ChunkedDelete: Sendable {
    package let text: String

    /// Rows that a condition holds for. `$1` is how many at most; the condition's own parameters begin with `$2`.
    /// - Parameter order: the column to begin with the least of, where an index has it.
    package init(
        _ table: StaticString, where condition: StaticString, by order: StaticString? = nil
    ) {
        self.init(
            table: table.description, condition: condition.description,
            order: order.map { "\nORDER BY \($0)" } ?? "")
    }

    /// Rows of a guild (`$2`) that are older than its present activation; all of them while it has none.
    /// - Parameters:
    ///   - column: when a row was made.
    ///   - settings: the table that has a guild's `enabled_at`.
    package init(
        _ table: StaticString, olderThanActivationIn settings: StaticString, by column: StaticString
    ) {
        let activation = "SELECT enabled_at FROM \(settings) WHERE guild_id = $2"
        self.init(
            table: table.description,
            condition: "guild_id = $2::int8 AND \(column) < coalesce((\(activation)), 'infinity')",
            order: "")
    }

    /// The condition stands twice: a row may be changed between being found and being deleted.
    private init(table: String, condition: String, order: String) {
        text = """
            DELETE FROM \(table)
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM \(table)
                WHERE \(condition)\(order)
                LIMIT $1::int8)) AND \(condition)
            """
    }

    /// How many rows one statement deletes.
    package static let size = 1_000

    /// Deletes the next rows.
    package func next(_ values: [SQLValue] = []) -> BoundStatement {
        BoundStatement(text: text, [.int8(Int64(Self.size))] + values)
    }
}
