/// Composes the name of a counter's channel.
enum CounterName {
    /// Discord's limit, in Unicode scalars.
    static let longest = 100

    /// Replaces the format's variables in one pass, so that nothing inside a value is taken for a variable, and cuts a name
    /// that is too long. Unknown variables are left as written.
    static func make(_ format: String, _ values: [String: String]) -> String {
        cut(filled(format, values))
    }

    private static func filled(_ format: String, _ values: [String: String]) -> String {
        var name = ""
        var rest = format[...]
        while let start = rest.firstIndex(of: "<") {
            name += rest[..<start]
            rest = rest[start...]
            if let end = rest.firstIndex(of: ">"),
                let value = values[String(rest[rest.index(after: start)..<end])]
            {
                name += value
                rest = rest[rest.index(after: end)...]
            } else {
                name += "<"
                rest = rest.dropFirst()
            }
        }
        return name + rest
    }

    /// Cuts between grapheme clusters, not within one.
    private static func cut(_ name: String) -> String {
        guard name.unicodeScalars.count > longest else { return name }
        var count = 0
        let end = name.firstIndex { character in
            count += character.unicodeScalars.count
            return count > longest
        }
        return String(name[..<(end ?? name.endIndex)])
    }
}
