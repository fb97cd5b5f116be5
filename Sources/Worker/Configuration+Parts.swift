import Discord
import Essentials
import HTTP
import Postgres

extension HTTPLimits {
    package init(_ configuration: Configuration) {
        self.init()
        headBytes = configuration.maxHeaderBytes
        headers = configuration.maxHeaders
        bodyBytes = configuration.maxBodyBytes
        headTimeout = configuration.headerTimeout
        bodyTimeout = configuration.bodyTimeout
        stallTimeout = configuration.bodyTimeout
        idleTimeout = configuration.idleTimeout
        connections = configuration.maxConnections
    }
}

extension DiscordConfiguration {
    /// Nil where there is no bot token.
    package init?(_ configuration: Configuration, version: String) {
        guard let token = configuration.discordToken else { return nil }
        self.init(
            base: configuration.discordBase, token: token, caFile: configuration.discordCAFile,
            version: version)
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
