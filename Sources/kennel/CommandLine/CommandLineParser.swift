/// An error in a command line, with a message for the user.
struct UsageError: Error, Equatable {
    let message: String
}

/// A parsed command line.
struct Invocation: Equatable {
    let command: CommandDeclaration
    var arguments: [String] = []
    /// The command's own options; one without a value has an empty text.
    var options: [String: String] = [:]
    /// Flags that override settings, unparsed.
    var settings: [String] = []
    var wantsHelp = false
}

/// Parses a command line by the declarations.
enum CommandLineParser {
    /// - Parameter words: the command line without the executable's name.
    static func parse(_ words: [String]) throws(UsageError) -> Invocation {
        if words.isEmpty || ["--help", "-h"].contains(words[0]) {
            return Invocation(command: .help, arguments: Array(words.dropFirst()))
        }
        if words[0] == "--version" { return Invocation(command: .version) }
        if words[0] == "help" {
            return Invocation(command: .help, arguments: Array(words.dropFirst()))
        }
        if ["--help", "-h"].contains(words[words.count - 1]),
            commands(under: words.dropLast()).count > 1
        {
            return Invocation(command: .help, arguments: words.dropLast())
        }
        let command = try command(named: words)
        return try fill(command, with: words.dropFirst(command.words.count))
    }

    /// The commands whose name begins with these words.
    static func commands(under words: [String]) -> [CommandDeclaration] {
        CommandDeclaration.all.filter { $0.words.starts(with: words) }
    }

    private static func command(named words: [String]) throws(UsageError) -> CommandDeclaration {
        let found = CommandDeclaration.all.first { words.starts(with: $0.words) }
        if let found { return found }
        let group = commands(under: [words[0]])
        guard !group.isEmpty else {
            throw UsageError(message: "There is no command '\(words[0])'.")
        }
        let names = group.map { "'\($0.name)'" }.joined(separator: ", ")
        throw UsageError(message: "'\(words[0])' needs one of \(names).")
    }

    private static func fill(
        _ command: CommandDeclaration, with words: ArraySlice<String>
    ) throws(UsageError) -> Invocation {
        var invocation = Invocation(command: command)
        var rest = words
        while let word = rest.popFirst() {
            if word == "--help" || word == "-h" {
                invocation.wantsHelp = true
            } else if word.hasPrefix("--") {
                try take(word, &rest, into: &invocation)
            } else {
                invocation.arguments.append(word)
            }
        }
        if !invocation.wantsHelp { try checkArguments(of: invocation) }
        return invocation
    }

    private static func take(
        _ word: String, _ rest: inout ArraySlice<String>, into invocation: inout Invocation
    ) throws(UsageError) {
        let parts = word.dropFirst(2).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let (name, attached) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
        let command = invocation.command
        if let option = command.options.first(where: { $0.name == name }) {
            invocation.options[name] = try value(of: option, attached, &rest)
        } else if command.setting(flag: "--\(name)") != nil {
            guard let value = attached ?? rest.popFirst() else {
                throw UsageError(message: "'--\(name)' needs a value.")
            }
            invocation.settings += ["--\(name)", value]
        } else {
            throw UsageError(message: "'\(command.name)' takes no option '--\(name)'.")
        }
    }

    private static func value(
        of option: CommandDeclaration.Option, _ attached: String?, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let placeholder = option.placeholder else {
            guard attached == nil else {
                throw UsageError(message: "'--\(option.name)' takes no value.")
            }
            return ""
        }
        guard let value = attached ?? rest.popFirst() else {
            throw UsageError(message: "'--\(option.name)' needs a value: \(placeholder).")
        }
        return value
    }

    private static func checkArguments(of invocation: Invocation) throws(UsageError) {
        let command = invocation.command
        if let missing = command.arguments.dropFirst(invocation.arguments.count).first {
            throw UsageError(message: "'\(command.name)' needs \(missing.name).")
        }
        if invocation.arguments.count > command.arguments.count {
            let surplus = invocation.arguments[command.arguments.count]
            throw UsageError(message: "'\(command.name)' can't use '\(surplus)'.")
        }
    }
}
