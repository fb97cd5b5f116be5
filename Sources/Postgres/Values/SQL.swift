/// A statement's text, written as the raw value of a case in an enum beside its user.
///
/// The cases are constants, so no text from outside can get into a statement, and a test can
/// prepare all of them. Values go in as parameters (`$1`), with their types declared by
/// ``SQLValue``.
package protocol SQL: RawRepresentable<String>, CaseIterable, Sendable {}

/// A statement with the values for its parameters, `$1` first.
package struct BoundStatement: Sendable {
    package let text: String
    package let values: [SQLValue]

    package init(_ sql: some SQL, _ values: [SQLValue] = []) {
        self.text = sql.rawValue
        self.values = values
    }

    /// For the layer's own statements (BEGIN, LISTEN), whose text it makes itself.
    init(text: String, _ values: [SQLValue] = []) {
        self.text = text
        self.values = values
    }
}
