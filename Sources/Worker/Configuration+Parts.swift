import Modules

/// The limits of the HTTP server, from the configuration.
extension HTTPLimits {
    package init(_ configuration: Configuration) {
        self.init()
        headBytes = configuration.maxHeaderBytes
        headers = configuration.maxHeaders
        bodyBytes = configuration.maxBodyBytes
        inputBytes = max(configuration.requestMemory, 16 * configuration.maxBodyBytes)
        headTimeout = configuration.headerTimeout
        bodyTimeout = configuration.bodyTimeout
        stallTimeout = configuration.bodyTimeout
        idleTimeout = configuration.idleTimeout
        connections = configuration.maxConnections
    }
}

extension DiscordConfiguration {
    package init(_ configuration: Configuration, version: String) {
        self.init(
            base: configuration.discordBase, token: configuration.discordToken,
            caFile: configuration.discordCAFile, version: version)
        applications = Set(configuration.discordApplications)
        requestsPerSecond = configuration.discordRequestsPerSecond
        // Discord bans an address at 10,000 invalid requests. This host's workers share most of them; the rest is for the fleet's own bots.
        invalidBound = max(100, 8_000 / configuration.workers)
    }
}

extension DatabaseConfiguration {
    package init(_ configuration: Configuration) {
        self.init(url: configuration.databaseURL)
        directURL = configuration.directDatabaseURL
        sharedConnections = configuration.databaseConnections
        usesTransactionPooler = configuration.pooler == .transaction
    }
}
