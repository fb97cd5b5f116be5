/// One command as the command line knows it; parser and help read this value.
struct CommandDeclaration: Equatable {
    /// A word the command needs after its name.
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
    /// Whether it reads the settings, and so takes each of them as a flag.
    var takesSettings = false
    /// Started by the product itself, not shown.
    var isHidden = false

    var name: String { words.joined(separator: " ") }
}

extension CommandDeclaration {
    static let serve = CommandDeclaration(
        words: ["serve"], summary: "Serve the API: a supervisor and its workers, in the foreground",
        discussion: """
            SIGTERM drains (readiness turns off, then connections are finished), SIGINT stops at once,
            SIGHUP replaces the workers one by one without closing a socket.
            """, takesSettings: true)

    static let migrate = CommandDeclaration(
        words: ["migrate"], summary: "Bring the database to this version's schema",
        discussion: "Safe to start on several hosts at once; the second waits for the first.",
        options: [
            .init(name: "dry-run", placeholder: nil, help: "Only list what would be applied"),
            .init(
                name: "role", placeholder: "NAME",
                help: "Let this database role serve, without rights to change the schema"),
        ], takesSettings: true)

    static let openapi = CommandDeclaration(
        words: ["openapi"], summary: "Print the API's OpenAPI 3.1 document")

    static let tokenCreate = CommandDeclaration(
        words: ["token", "create"], summary: "Create a service token and print it, once",
        arguments: [.init(name: "NAME", help: "What it is for, shown by `token list`")],
        options: [
            .init(
                name: "requests-per-second", placeholder: "N",
                help: "Refuse more than this with 429 (default: no limit)")
        ], takesSettings: true)

    static let tokenList = CommandDeclaration(
        words: ["token", "list"], summary: "List the service tokens, never their secrets",
        takesSettings: true)

    static let tokenRevoke = CommandDeclaration(
        words: ["token", "revoke"], summary: "Revoke a service token on every worker at once",
        arguments: [
            .init(name: "TOKEN", help: "Its number in `token list`, or the token itself")
        ], takesSettings: true)

    static let countersUpdate = CommandDeclaration(
        words: ["counters", "update"],
        summary: "Refresh the counters of all guilds; the workers do it, this asks for it",
        discussion: """
            Asks the database for a run, as cron asks the API; while one is under way, that's the one. Needs no
            server's address and no token.
            """,
        options: [
            .init(
                name: "wait", placeholder: nil,
                help: "Return when the run is over, and tell its outcome")
        ], takesSettings: true)

    static let doctor = CommandDeclaration(
        words: ["doctor"],
        summary: "Check settings, database, schema, clock and limits of this machine",
        takesSettings: true)

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
        version, help,
        supervisor, worker,
    ]
}
