/// All settings.
package enum Settings {
    static let host = Setting.text(
        "KENNEL_HOST", "ADDRESS", "127.0.0.1", "The address to serve on; 0.0.0.0 for all")
    static let port = Setting.number(
        "KENNEL_PORT", 8080, 0...65_535, "The port of the API; 0 takes a free one")
    static let adminHost = Setting.text(
        "KENNEL_ADMIN_HOST", "ADDRESS", "127.0.0.1",
        "The address of the host's /metrics, /livez and /readyz; they ask for no credentials")
    static let adminPort = Setting.number(
        "KENNEL_ADMIN_PORT", 9090, 0...65_535,
        "The port of /metrics, /livez and /readyz; 0 takes a free one")
    static let workers = Setting.number(
        "KENNEL_WORKERS", "0", 0...1024, words: "one per core", "How many workers serve")
    static let home = Setting.text(
        "KENNEL_HOME", "PATH", ".kennel", "Where deploy/run keeps database and service token")
    static let databaseURL = Setting.secret(
        "DATABASE_URL", "URL", words: "libpq's PG* variables",
        "The database's libpq URL or connection string; several hosts are tried in turn")
    static let directDatabaseURL = Setting.secret(
        "KENNEL_DIRECT_DATABASE_URL", "URL", words: "as DATABASE_URL",
        "The database without a pooler, for locks and LISTEN; required with one")
    static let pooler = Setting<Pooler>.choice(
        "KENNEL_POOLER", .none,
        "The pooler in front of the database: transaction is pgbouncer's mode")
    static let databaseConnections = Setting.number(
        "KENNEL_DATABASE_CONNECTIONS", 4, 1...1000,
        "Connections per worker that requests share, beside the few of jobs and locks")
    static let writeQueue = Setting.number(
        "KENNEL_WRITE_QUEUE", 20_000, 1...10_000_000,
        "Events a worker holds until they are stored; more are refused with 803")
    static let migrations = Setting.path(
        "KENNEL_MIGRATIONS", words: "those in the program",
        "The folder of the migrations")
    static let discordToken = Setting.secret(
        "DISCORD_BOT_TOKEN", "TOKEN", words: "none: what needs Discord answers 804",
        "The bot's token")
    static let discordApplications = Setting.ids(
        "DISCORD_APPLICATION_IDS", words: "the bot's own application",
        "The applications whose users' OAuth tokens are accepted, comma-separated")
    static let discordBase = Setting.address(
        "DISCORD_API_BASE", "https://discord.com/api/v10",
        "The address of Discord's API, or of the fleet's rate-limit proxy")
    static let discordCAFile = Setting.path(
        "DISCORD_CA_FILE", words: "the system's certificates",
        "The certificates (PEM) to trust if DISCORD_API_BASE is a private proxy")
    static let discordRate = Setting.number(
        "DISCORD_REQUESTS_PER_SECOND", 47, 1...10_000,
        "Calls a second of the bot over the whole cluster; Discord allows 50, big bots more")
    static let logLevel = Setting<LogLevel>.choice(
        "KENNEL_LOG_LEVEL", .info, "The lowest level that is logged")
    static let logFormat = Setting<LogFormat>.choice(
        "KENNEL_LOG_FORMAT", .auto,
        "JSON for programs or text for people; auto is text where standard error is a terminal")
    static let corsOrigins = Setting.origins(
        "KENNEL_CORS_ORIGINS", words: "none",
        "Origins that may call the API from a browser, comma-separated: https://dashboard.example or *"
    )
    static let drainDelay = Setting.seconds(
        "KENNEL_DRAIN_DELAY", 5, 0...3600,
        "How long a stopping server still accepts, so that the load balancer notices")
    static let drainLimit = Setting.seconds(
        "KENNEL_DRAIN_LIMIT", 30, 0...3600, "How long it then waits for requests in progress")
    static let maxHeaderBytes = Setting.number(
        "KENNEL_MAX_HEADER_BYTES", 16_384, 1024...1_048_576, "The longest request line and headers")
    static let maxHeaders = Setting.number(
        "KENNEL_MAX_HEADERS", 100, 1...10_000, "The most headers of a request")
    static let maxBodyBytes = Setting.number(
        "KENNEL_MAX_BODY_BYTES", 1_048_576, 1024...1_073_741_824, "The longest body")
    static let headerTimeout = Setting.seconds(
        "KENNEL_HEADER_TIMEOUT", 10, 1...3600, "How long a request's headers may take to arrive")
    static let bodyTimeout = Setting.seconds(
        "KENNEL_BODY_TIMEOUT", 30, 1...3600,
        "How long a request's body may take to arrive, and an answer to be read")
    static let idleTimeout = Setting.seconds(
        "KENNEL_IDLE_TIMEOUT", 75, 1...86_400, "How long a connection may be kept without a request"
    )
    static let maxConnections = Setting.number(
        "KENNEL_MAX_CONNECTIONS", 10_000, 1...1_000_000,
        "Connections per worker; beyond them, accepting pauses")
    static let requestMemory = Setting.number(
        "KENNEL_REQUEST_MEMORY_BYTES", 67_108_864, 1_048_576...17_179_869_184,
        "Bytes that a worker's requests may hold beyond 4 KB each; one API key or user gets an eighth"
    )
    static let callerRate = Setting.number(
        "KENNEL_CALLER_REQUESTS_PER_SECOND", 200, 0...1_000_000,
        "Requests a second of one API key or user over the whole cluster; 0: no limit")
    static let trustedProxies = Setting.ranges(
        "KENNEL_TRUSTED_PROXIES", words: "none",
        "Addresses of load balancers whose X-Forwarded-For is believed: 10.0.0.0/8,192.0.2.7")

    /// All of them, in the order of help.
    package static let all: [any AnySetting] = [
        host, port, adminHost, adminPort, workers, home, databaseURL, directDatabaseURL, pooler,
        databaseConnections, writeQueue, migrations, discordToken, discordApplications,
        discordBase, discordCAFile,
        discordRate,
        logLevel, logFormat, corsOrigins, drainDelay, drainLimit, maxHeaderBytes, maxHeaders,
        maxBodyBytes, headerTimeout,
        bodyTimeout, idleTimeout, maxConnections, requestMemory, callerRate, trustedProxies,
    ]

    /// The settings that a command needs to reach the database and to log.
    package static let ofDatabase: [any AnySetting] = [
        databaseURL, directDatabaseURL, logLevel, logFormat,
    ]
    package static let ofMigrations: [any AnySetting] = ofDatabase + [migrations]
}

extension Settings {
    /// Whether a variable has our prefix but isn't a setting; it is probably misspelt.
    package static func isUnknown(_ variable: String) -> Bool {
        guard variable.hasPrefix("KENNEL_") || variable.hasPrefix("DISCORD_") else { return false }
        return !variable.hasPrefix("KENNEL_TEST_") && !ofScripts.contains(variable)
            && !variables.contains(variable)
    }

    /// The variable with the most similar name; nil if none is close.
    package static func nearest(to variable: String) -> String? {
        let near = variables.map { ($0, distance($0, variable)) }.min { $0.1 < $1.1 }
        return near.flatMap { $0.1 <= 4 ? $0.0 : nil }
    }

    private static var variables: [String] {
        all.flatMap { [$0.name] + ($0.fileVariable.map { [$0] } ?? []) }
    }

    /// Variables used by the scripts in deploy/ and by the supervisor.
    private static let ofScripts = [
        "KENNEL_EMULATOR_PORT", "KENNEL_LISTENERS", "KENNEL_RESTARTED", "KENNEL_TOKEN",
        "KENNEL_TOKEN_FILE", "KENNEL_URL",
    ]

    /// The Levenshtein distance.
    private static func distance(_ left: String, _ right: String) -> Int {
        var row = Array(0...right.utf8.count)
        for (i, a) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.utf8.enumerated() {
                let changed = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.utf8.count]
    }
}

/// The pooler in front of PostgreSQL.
package enum Pooler: String, CaseIterable, Sendable {
    case none, transaction
}
