import Essentials

/// The man page `kennel.8`, generated from the declarations of commands and settings.
enum ManualPage {
    static var text: String {
        """
        .TH KENNEL 8 "" "kennel \(Version.text)" "Kennel"
        .SH NAME
        kennel \\- HTTP API of a Discord bot's modules
        .SH SYNOPSIS
        .B kennel
        .I COMMAND
        [\\fB\\-\\-flag\\fR \\fIvalue\\fR ...]
        .SH DESCRIPTION
        Kennel is the API behind a Discord bot: a dashboard sets it up, the bot's fleet reports what happens in its
        guilds, and both ask it what happened. Workers on any number of hosts share one PostgreSQL database.
        .SH COMMANDS
        \(CommandDeclaration.all.filter { !$0.isHidden }.map(section).joined()).SH ENVIRONMENT
        Each setting is a variable, and a flag of the commands that read it; the flag wins. Secrets have no flag.
        \(Settings.all.map(setting).joined()).SH EXIT STATUS
        .TP
        .B 0
        It's done.
        .TP
        .B 1
        It failed, or \\fBdoctor\\fR or \\fBmigrate \\-\\-check\\fR found something.
        .TP
        .B 64
        The command line is wrong.
        .TP
        .B 69
        The database or a port isn't to be had.
        .TP
        .B 71
        The system refused.
        .TP
        .B 78
        A setting is wrong.
        .SH SIGNALS
        .TP
        .B SIGTERM
        Drains: readiness turns off, then what is being answered is finished.
        .TP
        .B SIGINT
        Stops at once.
        .TP
        .B SIGHUP
        Replaces the workers one by one with what lies at the program's path now.

        """
    }

    private static func section(_ command: CommandDeclaration) -> String {
        var text = ".SS \(escaped("kennel " + command.usage))\n\(escaped(command.summary)).\n"
        if !command.discussion.isEmpty { text += escaped(command.discussion) + "\n" }
        let parts =
            command.arguments.map { ($0.name, $0.help) }
            + command.options.map {
                ("--" + $0.name + ($0.placeholder.map { " " + $0 } ?? ""), $0.help)
            }
        for (name, help) in parts { text += item(name, help) }
        return text
    }

    private static func setting(_ setting: any AnySetting) -> String {
        let (name, help) = setting.helpLine
        return item(name, help)
    }

    private static func item(_ name: String, _ help: String) -> String {
        ".TP\n.B \(escaped(name))\n\(escaped(help))\n"
    }

    /// A hyphen is a minus that can be copied; a line that begins with a dot or an apostrophe would be a command.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }
            .joined(separator: "\n.br\n")
    }
}
