import CLinux

/// The validated settings of a process.
package struct Configuration: Sendable {
    package var host: String
    package var port: Int
    package var adminHost: String
    package var adminPort: Int
    /// At least 1.
    package var workers: Int
    package var home: String
    /// Nil: libpq's own `PG*` variables.
    package var databaseURL: String?
    package var directDatabaseURL: String?
    package var pooler: Pooler
    package var databaseConnections: Int
    package var writeQueue: Int
    /// Nil: the folder beside the program.
    package var migrations: String?
    package var discordToken: String?
    /// Empty: the bot's own.
    package var discordApplications: [Snowflake]
    package var discordBase: String
    /// Nil: the system's certificates.
    package var discordCAFile: String?
    package var discordRequestsPerSecond: Int
    package var logLevel: LogLevel
    package var logFormat: LogFormat
    /// Origins of pages that may call the API; `*`: all.
    package var corsOrigins: [String]
    package var drainDelay: Duration
    package var drainLimit: Duration
    package var maxHeaderBytes: Int
    package var maxHeaders: Int
    package var maxBodyBytes: Int
    package var headerTimeout: Duration
    package var bodyTimeout: Duration
    package var idleTimeout: Duration
    package var maxConnections: Int
    /// The load balancers whose `X-Forwarded-For` is believed.
    package var trustedProxies: [AddressRange]
    /// Of one API key or user, over all workers; 0: no limit.
    package var callerRequestsPerSecond: Int
    package var requestMemory: Int
    /// The settings from flags, by variable, to be passed to child processes.
    package let overrides: [String: String]

    /// Reads the settings.
    /// - Parameters:
    ///   - environment: variables by name; an empty one counts as unset.
    ///   - flags: `--port 8081` or `--port=8081`; they override the environment.
    ///   - readFile: gives the text of a file that holds a secret.
    package init(
        environment: [String: String], flags: [String] = [],
        readFile: @escaping (String) throws -> String = TextFile.read
    ) throws(ConfigurationError) {
        let overrides = try Self.overrides(flags)
        let source = SettingSource(
            environment: environment.merging(overrides) { $1 }, readFile: readFile)
        host = try source.value(Settings.host)
        port = try source.value(Settings.port)
        adminHost = try source.value(Settings.adminHost)
        adminPort = try source.value(Settings.adminPort)
        let workers = try source.value(Settings.workers)
        self.workers = workers > 0 ? workers : Int(kennel_processor_count())
        home = try source.value(Settings.home)
        databaseURL = try source.value(Settings.databaseURL)
        directDatabaseURL = try source.value(Settings.directDatabaseURL)
        pooler = try source.value(Settings.pooler)
        databaseConnections = try source.value(Settings.databaseConnections)
        writeQueue = try source.value(Settings.writeQueue)
        migrations = try source.value(Settings.migrations)
        discordToken = try source.value(Settings.discordToken)
        discordApplications = try source.value(Settings.discordApplications)
        discordBase = try source.value(Settings.discordBase)
        discordCAFile = try source.value(Settings.discordCAFile)
        discordRequestsPerSecond = try source.value(Settings.discordRate)
        logLevel = try source.value(Settings.logLevel)
        logFormat = try source.value(Settings.logFormat)
        corsOrigins = try source.value(Settings.corsOrigins)
        drainDelay = try source.value(Settings.drainDelay)
        drainLimit = try source.value(Settings.drainLimit)
        maxHeaderBytes = try source.value(Settings.maxHeaderBytes)
        maxHeaders = try source.value(Settings.maxHeaders)
        maxBodyBytes = try source.value(Settings.maxBodyBytes)
        headerTimeout = try source.value(Settings.headerTimeout)
        bodyTimeout = try source.value(Settings.bodyTimeout)
        idleTimeout = try source.value(Settings.idleTimeout)
        maxConnections = try source.value(Settings.maxConnections)
        trustedProxies = try source.value(Settings.trustedProxies)
        callerRequestsPerSecond = try source.value(Settings.callerRate)
        requestMemory = try source.value(Settings.requestMemory)
        self.overrides = overrides
        if pooler == .transaction, directDatabaseURL == nil {
            throw .missing(
                Settings.directDatabaseURL.name, because: "KENNEL_POOLER=transaction")
        }
        if port == adminPort, port != 0 { throw .samePort(port) }
    }

    /// Parses flags to variables and values.
    private static func overrides(
        _ flags: [String]
    ) throws(ConfigurationError) -> [String: String] {
        var values: [String: String] = [:]
        var rest = flags[...]
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let flag = String(parts[0])
            guard let setting = Settings.all.first(where: { $0.flag == flag }) else {
                throw .unknownFlag(word)
            }
            guard !setting.isSecret else { throw .secretFlag(flag, setting.name) }
            guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
                throw .flagWithoutValue(flag)
            }
            values[setting.name] = value
        }
        return values
    }
}
