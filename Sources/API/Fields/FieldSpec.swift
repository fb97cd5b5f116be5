/// A field's description, for documentation, validators and contract checks.
package struct FieldSpec: Hashable, Sendable {
    package var name: String
    package var kind: FieldKind
    package var place: Place = .input
    package var presence: Presence = .required
    package var nullability: Nullability = .never
    /// The conditions of `presence` and `nullability` for programs, where they can be told.
    package var presenceTest: ConditionTest?
    package var nullTest: ConditionTest?
    /// A value outside the kind that is taken too, such as `create` for a channel.
    package var also: String?
    package var role: Role = .plain
    /// Whether the elements of the list may come as the body's lines too (`application/x-ndjson`).
    var comesInLines = false
    /// The field's meaning, as one sentence.
    package var summary: String

    package init(_ name: String, _ kind: FieldKind, _ summary: String) {
        self.name = name
        self.kind = kind
        self.summary = summary
    }

    /// Where a field comes from.
    package enum Place: Hashable, Sendable {
        /// The query or the body, as the endpoint's `Input` says.
        case input
        /// A segment of the path.
        case path
    }

    package enum Presence: Hashable, Sendable {
        case required
        /// May be left out; `standardValue` is what it then counts as, for the documentation.
        case optional(standardValue: String?)
        /// Required where the condition holds, ignored where it doesn't.
        case when(String)
    }

    package enum Nullability: Hashable, Sendable {
        case never
        case always
        case when(String)
    }

    /// The field's role in access rules.
    package enum Role: Hashable, Sendable {
        case plain
        /// The guild the request is about.
        case guild
        /// The member whose own data the request is about.
        case member
    }
}

/// The type of a field and its limits.
package indirect enum FieldKind: Hashable, Sendable {
    case snowflake
    case integer(ClosedRange<Int>)
    /// A finite number of at least this.
    case number(atLeast: Double)
    case boolean
    /// A boolean that the documents call an integer: true, false, 0 or 1.
    case flag
    /// A text of so many Unicode scalars.
    case text(ClosedRange<Int>)
    /// A code of so many Unicode scalars; an integer is taken as its digits.
    case code(ClosedRange<Int>)
    /// One of these texts.
    case choice([String])
    case list(FieldKind, count: ClosedRange<Int>)
    case object([FieldSpec])
    /// An id in a path: any text, since an unknown one is answered 404.
    case opaque
}
