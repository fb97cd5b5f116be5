/// Makes the name of a counter's channel.
enum CounterName {
    /// Discord's limit, in Unicode scalars.
    static let longest = 100

    /// Puts values into a format, all at once, so that nothing inside a value is taken for a variable, and cuts what is
    /// too long. What isn't among the values stays as it is written.
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

    /// Cuts between characters as people see them, not within one.
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
