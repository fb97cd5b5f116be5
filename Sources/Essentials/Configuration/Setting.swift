/// One setting, declared once: parsing, `--help` and the check of the README read this value.
package struct Setting<Value: Sendable>: Sendable {
    /// The environment variable.
    package let name: String
    /// The placeholder of the value in help, such as `SECONDS`.
    package let placeholder: String
    /// The default as text; nil: none.
    package let fallback: String?
    /// The default in words, if the text alone isn't clear.
    package let fallbackWords: String?
    /// The rule for values, as a clause after "must be ".
    package let rule: String
    package let help: String
    /// A secret comes from the environment or from a file, never from the command line.
    package let isSecret: Bool
    let read: @Sendable (String) -> Value?

    init(
        _ name: String, _ placeholder: String, fallback: String? = nil,
        fallbackWords: String? = nil, rule: String, isSecret: Bool = false, help: String,
        read: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.placeholder = placeholder
        self.fallback = fallback
        self.fallbackWords = fallbackWords
        self.rule = rule
        self.help = help
        self.isSecret = isSecret
        self.read = read
    }
}

/// A setting of any type.
package protocol AnySetting: Sendable {
    var name: String { get }
    var placeholder: String { get }
    var fallback: String? { get }
    var fallbackWords: String? { get }
    var help: String { get }
    var isSecret: Bool { get }
}

extension Setting: AnySetting {}

extension AnySetting {
    /// The flag on the command line: `KENNEL_MAX_HEADERS` is `--max-headers`.
    package var flag: String {
        let words = name.hasPrefix("KENNEL_") ? String(name.dropFirst(7)) : name
        return "--" + words.lowercased().replacing("_", with: "-")
    }

    /// The variable that names a file with the value; only secrets have one.
    package var fileVariable: String? { isSecret ? name + "_FILE" : nil }

    /// Two columns of help: the flag or variable, and the meaning.
    package var helpLine: (String, String) {
        let origin =
            fileVariable.map { "\(name) or \($0)" } ?? "\(flag) \(placeholder), \(name)"
        return (origin, "\(help) (default: \(shownFallback))")
    }

    /// The default as shown to people; empty if there is none.
    package var shownFallback: String { fallbackWords ?? fallback ?? "" }
}
