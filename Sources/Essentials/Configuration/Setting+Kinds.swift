/// The kinds of settings, by the type of their value.
extension Setting where Value == Int {
    static func number(
        _ name: String, _ fallback: Int, _ range: ClosedRange<Int>, _ help: String
    ) -> Setting {
        number(name, String(fallback), range, words: nil, help)
    }

    /// - Parameter words: what the fallback means, where a number alone doesn't tell.
    static func number(
        _ name: String, _ fallback: String, _ range: ClosedRange<Int>, words: String?,
        _ help: String
    ) -> Setting {
        Setting(
            name, "N", fallback: fallback, fallbackWords: words,
            rule: "a number from \(range.lowerBound) to \(range.upperBound)", help: help
        ) { text in
            guard let number = Int(text), range.contains(number) else { return nil }
            return number
        }
    }
}

extension Setting {
    /// Comma-separated values; spaces are ignored.
    private static func list<Element: Sendable>(
        _ name: String, _ placeholder: String, words: String, rule: String, _ help: String,
        read: @escaping @Sendable (String) -> Element?
    ) -> Setting where Value == [Element] {
        Setting(
            name, placeholder, fallback: "", fallbackWords: words, rule: rule, help: help
        ) { text in
            let parts = text.split(separator: ",").map { part in read(part.filter { $0 != " " }) }
            return parts.contains { $0 == nil } ? nil : parts.compactMap { $0 }
        }
    }
}

extension Setting where Value == [Snowflake] {
    static func ids(_ name: String, words: String, _ help: String) -> Setting {
        list(
            name, "IDS", words: words, rule: "Discord ids with commas between them", help
        ) { Snowflake(decimal: $0) }
    }
}

extension Setting where Value == [AddressRange] {
    static func ranges(_ name: String, words: String, _ help: String) -> Setting {
        list(
            name, "ADDRESSES", words: words,
            rule: "addresses or networks (10.0.0.0/8) with commas between them", help
        ) { AddressRange($0) }
    }
}

extension Setting where Value == [String] {
    /// Origins as browsers send them, without a path; `*` is every one.
    static func origins(_ name: String, words: String, _ help: String) -> Setting {
        list(
            name, "ORIGINS", words: words,
            rule: "origins (https://dashboard.example) with commas between them, or *", help
        ) { isOrigin($0) ? $0 : nil }
    }

    private static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let host = text.dropFirst(scheme.count)
            return !host.isEmpty && !host.contains("/") && !host.utf8.contains { $0 <= 0x20 }
        }
        return false
    }
}

extension Setting where Value == Duration {
    static func seconds(
        _ name: String, _ fallback: Int, _ range: ClosedRange<Int>, _ help: String
    ) -> Setting {
        Setting(
            name, "SECONDS", fallback: String(fallback),
            rule: "seconds from \(range.lowerBound) to \(range.upperBound)", help: help
        ) { text in
            let isPlain = text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
            guard isPlain, let seconds = Double(text), seconds >= Double(range.lowerBound),
                seconds <= Double(range.upperBound)
            else { return nil }
            return .microseconds(Int64((seconds * 1_000_000).rounded()))
        }
    }
}

extension Setting where Value == String {
    static func text(
        _ name: String, _ placeholder: String, _ fallback: String, _ help: String
    ) -> Setting {
        Setting(name, placeholder, fallback: fallback, rule: "a text", help: help) { $0 }
    }

    static func address(
        _ name: String, _ fallback: String, _ help: String
    ) -> Setting {
        Setting(
            name, "URL", fallback: fallback,
            rule: "an address that starts with http:// or https://",
            help: help
        ) { text in
            let hasScheme = text.hasPrefix("https://") || text.hasPrefix("http://")
            return hasScheme && !text.hasSuffix("//") ? text : nil
        }
    }
}

extension Setting where Value == String? {
    static func secret(
        _ name: String, _ placeholder: String, words: String, _ help: String
    ) -> Setting {
        Setting(
            name, placeholder, fallbackWords: words, rule: "a text", isSecret: true, help: help
        ) { $0 }
    }

    static func path(_ name: String, words: String, _ help: String) -> Setting {
        Setting(name, "PATH", fallbackWords: words, rule: "a path", help: help) { $0 }
    }
}

extension Setting
where
    Value: RawRepresentable & CaseIterable, Value.RawValue == String,
    Value.AllCases: Sendable
{
    static func choice(_ name: String, _ fallback: Value, _ help: String) -> Setting {
        let words = Value.allCases.map(\.rawValue)
        return Setting(
            name, words.joined(separator: "|"), fallback: fallback.rawValue,
            rule: "one of \(words.joined(separator: ", "))", help: help
        ) { Value(rawValue: $0) }
    }
}
