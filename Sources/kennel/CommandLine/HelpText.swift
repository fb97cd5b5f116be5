import Essentials

/// What `help` and `--help` print.
enum HelpText {
    /// All commands.
    static var overview: String {
        let shown = CommandDeclaration.all.filter { !$0.isHidden }
        return """
            Kennel: the HTTP API of a Discord bot's modules.

            Usage: kennel COMMAND [--flag value …]

            \(table(shown.map { ($0.usage, $0.summary) }))

            `kennel help COMMAND` says more. Every setting is an environment variable, and a flag of the
            commands that read it: KENNEL_PORT=8081 is --port 8081.

            """
    }

    static func of(_ command: CommandDeclaration) -> String {
        var text = "Usage: kennel \(command.usage)\n\n\(command.summary).\n"
        if !command.discussion.isEmpty { text += command.discussion + "\n" }
        let parts =
            command.arguments.map { ($0.name, $0.help) }
            + command.options.map { ($0.usage, $0.help) }
        if !parts.isEmpty { text += "\n" + table(parts) + "\n" }
        let settings = command.readSettings.map(\.helpLine)
        if !settings.isEmpty { text += "\nSettings:\n" + table(settings) + "\n" }
        return text
    }

    private static func table(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, help in
            let padding = String(repeating: " ", count: width - name.count)
            let indented = help.split(separator: "\n").joined(
                separator: "\n" + String(repeating: " ", count: width + 4))
            return "  \(name)\(padding)  \(indented)"
        }.joined(separator: "\n")
    }
}

extension CommandDeclaration {
    var usage: String {
        ([name] + options.map { "[\($0.usage)]" } + arguments.map(\.name)).joined(separator: " ")
    }
}

extension CommandDeclaration.Option {
    var usage: String {
        placeholder.map { "--\(name) \($0)" } ?? "--\(name)"
    }
}
