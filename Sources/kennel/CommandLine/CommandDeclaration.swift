import Essentials

/// The declaration of a command; parser, help, completions and man page read this value.
struct CommandDeclaration: Equatable {
    /// A positional argument.
    struct Argument: Equatable {
        let name: String
        let help: String
    }

    /// A `--name`, or `--name VALUE` where there is a placeholder.
    struct Option: Equatable {
        let name: String
        let placeholder: String?
        let help: String
    }

    let words: [String]
    let summary: String
    var discussion = ""
    var arguments: [Argument] = []
    var options: [Option] = []
    /// The settings it reads, by variable; it accepts them as flags.
    var settings: [String] = []
    /// Started by the product itself; not listed.
    var isHidden = false

    var name: String { words.joined(separator: " ") }

    /// The settings it reads, in the order of help.
    var readSettings: [any AnySetting] { Settings.all.filter { settings.contains($0.name) } }

    func setting(flag: String) -> (any AnySetting)? { readSettings.first { $0.flag == flag } }
}

extension CommandDeclaration {
    static let serve = CommandDeclaration(
        words: ["serve"], summary: "Serve the API: a supervisor and its workers, in the foreground",
        discussion: """
            SIGTERM drains (readiness turns off, then connections are finished), SIGINT stops at once,
            SIGHUP replaces the workers one by one without closing a socket. Notifies systemd if it started
            this process (NOTIFY_SOCKET, WATCHDOG_USEC).
            """, settings: names(Settings.all))

    static let migrate = CommandDeclaration(
        words: ["migrate"], summary: "Bring the database to this version's schema",
        discussion: "Safe to start on several hosts at once; the second waits for the first.",
        options: [
            .init(name: "dry-run", placeholder: nil, help: "Only list what would be applied"),
            .init(
                name: "check", placeholder: nil,
                help: "Like --dry-run, but the exit code is 1 if something would be applied"),
            .init(
                name: "role", placeholder: "NAME",
                help: "Let this database role serve, without rights to change the schema"),
        ], settings: names(Settings.ofMigrations))

    static let openapi = CommandDeclaration(
        words: ["openapi"], summary: "Print the API's OpenAPI 3.1 document")

    static let tokenCreate = CommandDeclaration(
        words: ["token", "create"], summary: "Create a service token and print it, once",
        arguments: [.init(name: "NAME", help: "What it is for, shown by `token list`")],
        options: [
            .init(
                name: "requests-per-second", placeholder: "N",
                help: "Refuse more than this with 429 (default: no limit)")
        ], settings: names(Settings.ofDatabase))

    static let tokenList = CommandDeclaration(
        words: ["token", "list"], summary: "List the service tokens, never their secrets",
        options: [json], settings: names(Settings.ofDatabase))

    static let tokenRevoke = CommandDeclaration(
        words: ["token", "revoke"], summary: "Revoke a service token on every worker at once",
        arguments: [
            .init(
                name: "TOKEN", help: "Its name or number in `token list`, or the token itself")
        ], settings: names(Settings.ofDatabase))

    static let countersUpdate = CommandDeclaration(
        words: ["counters", "update"],
        summary: "Request a refresh of the counters of all guilds, which the workers do",
        discussion: """
            Requests a run in the database, as cron does through the API, or joins the one under way. Needs no
            address of a server and no token.
            """,
        options: [
            .init(
                name: "wait", placeholder: nil,
                help: "Return when the run has ended, and print its outcome")
        ], settings: names(Settings.ofDatabase))

    static let doctor = CommandDeclaration(
        words: ["doctor"],
        summary:
            "Check settings, ports, database, schema, Discord, clock and limits of this machine",
        discussion: """
            Prints a line per check: ok, note or BAD, with advice. The exit code is 1 if something is BAD. Run it in the
            environment of `serve` to use the connections that workers will use. It changes nothing.
            """,
        options: [json], settings: names(Settings.all))

    static let completion = CommandDeclaration(
        words: ["completion"], summary: "Print the completion script for a shell",
        discussion: """
            bash: kennel completion bash >/etc/bash_completion.d/kennel
            zsh:  source <(kennel completion zsh), in ~/.zshrc after compinit
            fish: kennel completion fish >/etc/fish/completions/kennel.fish
            """,
        arguments: [.init(name: "SHELL", help: "bash, zsh or fish")])

    static let man = CommandDeclaration(
        words: ["man"], summary: "Print the manual page",
        discussion: "kennel man >/usr/local/share/man/man8/kennel.8")

    static let version = CommandDeclaration(
        words: ["version"], summary: "Print the version")

    static let help = CommandDeclaration(
        words: ["help"], summary: "Print this, or what a command takes: kennel help serve",
        isHidden: true)

    static let supervisor = CommandDeclaration(
        words: ["supervisor"], summary: "What `serve` becomes", isHidden: true)

    static let worker = CommandDeclaration(
        words: ["worker"], summary: "What a supervisor starts",
        arguments: [.init(name: "SLOT", help: "Its number")], isHidden: true)

    static let all: [CommandDeclaration] = [
        serve, migrate, tokenCreate, tokenList, tokenRevoke, countersUpdate, doctor, openapi,
        completion, man, version, help, supervisor, worker,
    ]

    private static let json = Option(
        name: "json", placeholder: nil, help: "Print JSON instead of a table")

    private static func names(_ settings: [any AnySetting]) -> [String] { settings.map(\.name) }
}
