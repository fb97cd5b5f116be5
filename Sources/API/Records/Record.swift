import Postgres

/// What rows hold and answers show: how it's read is said once, and so is how it's written and documented.
package protocol Record: Documented {
    /// Reads its columns, in the order in which the statements, or the view they select from, list them.
    init(_ columns: inout RowReader)
}

extension Record {
    /// From the row's first columns.
    package init(_ row: Row) {
        var columns = RowReader(row)
        self.init(&columns)
    }

    /// Nil where the first of its columns is NULL: an outer join that found no row. Then nothing after it can be read.
    package init?(ifPresent columns: inout RowReader) {
        guard !columns.isAtNull else { return nil }
        self.init(&columns)
    }

    package init?(ifPresent row: Row) {
        var columns = RowReader(row)
        self.init(ifPresent: &columns)
    }
}

extension Rows {
    /// Of rows that are there where the module is enabled: the first one's record, 800 or this error.
    package func one<Element: Record>(or missing: APIError) throws(APIError) -> Element {
        guard let first else { throw .moduleDisabled }
        guard let element = Element(ifPresent: first) else { throw missing }
        return element
    }
}
