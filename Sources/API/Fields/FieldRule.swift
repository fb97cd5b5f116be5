/// A rule that a field's value broke.
package indirect enum FieldRule: Error, Hashable, Sendable {
    case required
    case requiredWhen(String)
    case notNull
    case notNullUnless(String)
    /// The type. `also` is what would be taken besides.
    case kind(FieldKind, also: String?)
    case limit(FieldKind)
    case zeroCharacter
    case repeated
    case contradictory
    /// A rule that an element of a list or a member of an object broke; the path leads to it from the field.
    case within(String, FieldRule)

    /// The end of the sentence that begins with the field's name.
    package var words: String {
        switch self {
        case .required: "is required."
        case .requiredWhen(let condition): "is required when \(condition)."
        case .notNull: "must not be null."
        case .notNullUnless(let condition): "must not be null, except when \(condition)."
        case .kind(let kind, let also):
            "must be \(kind.typeWords)\(also.map { ", or '\($0)'" } ?? "")."
        case .limit(let kind): "must be \(kind.limitWords)."
        case .zeroCharacter: "must not contain the character U+0000."
        case .repeated: "is given more than once."
        case .contradictory: "is given in the query and in the body with different values."
        case .within(_, let rule): rule.words
        }
    }
}

extension FieldRule {
    /// Where below the field the rule was broken: `[2].name`; empty for the field itself.
    package var path: String {
        if case .within(let path, let rule) = self { path + rule.path } else { "" }
    }
}

extension FieldKind {
    /// The type, in words.
    fileprivate var typeWords: String {
        switch self {
        case .snowflake:
            "a Discord id: an integer from 1 to \(Int64.max), or its digits as a string"
        case .integer: "an integer"
        case .number: "a finite number"
        case .boolean: "true or false"
        case .flag: "true, false, 0 or 1"
        case .code: "a string, or an integer, which is taken as its digits"
        case .text, .opaque: "a string"
        case .choice(let choices): "a string: " + Self.alternatives(choices)
        case .list: "a list"
        case .object: "an object"
        }
    }

    /// The limits within the type, in words.
    fileprivate var limitWords: String {
        switch self {
        case .integer(let range): range.words(unit: "")
        case .number(let least): "\(least.shortest) or more"
        case .text(let range), .code(let range): range.words(unit: " characters long")
        case .choice(let choices): Self.alternatives(choices)
        case .list(_, let count): "a list of " + count.words(unit: " elements")
        case .snowflake, .boolean, .flag, .object, .opaque: typeWords
        }
    }

    private static func alternatives(_ choices: [String]) -> String {
        let quoted = choices.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension ClosedRange<Int> {
    fileprivate func words(unit: String) -> String {
        if upperBound == .max { return "at least \(lowerBound)\(unit)" }
        if lowerBound == .min { return "at most \(upperBound)\(unit)" }
        return "from \(lowerBound) to \(upperBound)\(unit)"
    }
}

extension Double {
    fileprivate var shortest: String {
        Int64(exactly: self).map(String.init) ?? description
    }
}
