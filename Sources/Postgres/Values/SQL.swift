/// A statement's text, written as the raw value of a case in an enum beside its user.
///
/// The cases are constants, so no text from outside can get into a statement, and a test can
/// prepare all of them. Values go in as parameters (`$1`), with their types declared by
/// ``SQLValue``.
package protocol SQL: RawRepresentable<String>, CaseIterable, Sendable {}

/// Statements that are alike but for a table or some columns: their texts are composed once, of constants beside them.
///
/// Conforming enums have cases without values.
package protocol ComposedSQL: SQL, Hashable {
    /// The statement's text. Nothing from outside goes in.
    var composed: String { get }
    /// All of them, `composeAll()`.
    static var composedTexts: [Self: String] { get }
}

extension ComposedSQL {
    package static func composeAll() -> [Self: String] {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.composed) })
    }

    package var rawValue: String { Self.composedTexts[self] ?? composed }

    // Not those that a raw value brings: they'd ask for the text, and so for all texts while these are being composed.
    // A case without values is a byte.
    package static func == (one: Self, other: Self) -> Bool {
        withUnsafeBytes(of: one) { one in
            withUnsafeBytes(of: other) { other in one.elementsEqual(other) }
        }
    }

    package func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
    }

    package init?(rawValue: String) {
        guard let known = Self.composedTexts.first(where: { $0.value == rawValue }) else {
            return nil
        }
        self = known.key
    }
}

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
