/// Reads a row's columns one after the other, in the order of the statement. Of which type, and whether it may be NULL, follows from what
/// the value is for.
@usableFromInline package struct RowReader {
    @usableFromInline let row: Row
    @usableFromInline var column = 0

    package init(_ row: Row) {
        self.row = row
    }

    /// At the same column of another row.
    package func moved(to row: Row) -> RowReader {
        var reader = RowReader(row)
        reader.column = column
        return reader
    }

    /// Whether the next column is NULL: an outer join that found no row.
    package var isAtNull: Bool { row.isNull(column) }

    /// Inlined, so that each type's own reader is called.
    @inlinable package mutating func next<Value: ColumnValue>(
        _: Value.Type = Value.self
    ) -> Value {
        defer { column += 1 }
        return Value(row, column)
    }
}
