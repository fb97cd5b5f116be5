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

extension DatabaseConfiguration {
    package init(_ configuration: Configuration) {
        self.init(url: configuration.databaseURL)
        directURL = configuration.directDatabaseURL
        sharedConnections = configuration.databaseConnections
        usesTransactionPooler = configuration.pooler == .transaction
    }
}
