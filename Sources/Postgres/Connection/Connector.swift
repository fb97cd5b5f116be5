import Essentials
import EventLoop

/// Opens connections: tries the hosts in turn, each of their addresses once, starting with the host that
/// answered last. (libpq would block while resolving names.)
@LoopActor
package final class Connector {
    /// The error of each address, for the log.
    package struct Failure: Error, CustomStringConvertible {
        package let attempts: [String]

        package var description: String { attempts.joined(separator: "; ") }
    }

    /// Called for each new connection with the database's time and when its answer was received.
    package var onTime: ((_ time: Timestamp, _ receivedAt: Instant) -> Void)?

    private let parameters: ConnectionParameters
    private let secrets: ConnectionSecrets
    private let preparesStatements: Bool
    private let attemptLimit: Duration
    private let resolver: any HostResolver
    private var preferred = 0

    /// - Parameter url: nil leaves everything to `PG*`.
    package convenience init(
        url: String?, limits: SessionLimits = SessionLimits(), usesTransactionPooler: Bool = false,
        attemptLimit: Duration = .seconds(2)
    ) throws(InvalidConnectionString) {
        try self.init(
            url: url, limits: limits, usesTransactionPooler: usesTransactionPooler,
            attemptLimit: attemptLimit, resolver: SystemResolver())
    }

    init(
        url: String?, limits: SessionLimits, usesTransactionPooler: Bool, attemptLimit: Duration,
        resolver: any HostResolver
    ) throws(InvalidConnectionString) {
        self.parameters = try ConnectionParameters(
            url: url, limits: limits, usesTransactionPooler: usesTransactionPooler)
        secrets = ConnectionSecrets(url: url)
        self.preparesStatements = !usesTransactionPooler
        self.attemptLimit = attemptLimit
        self.resolver = resolver
    }

    /// Tries every host once.
    package func connect() async throws(Failure) -> Connection {
        var failures: [String] = []
        let hosts = parameters.hosts
        for index in hosts.indices.map({ ($0 + preferred) % hosts.count }) {
            for address in await addresses(of: hosts[index]) {
                do {
                    let connection = try await connect(to: hosts[index], address)
                    preferred = index
                    return connection
                } catch {
                    failures.append(secrets.hidden(in: "\(hosts[index]): \(error.reason)"))
                }
            }
        }
        throw Failure(attempts: failures.isEmpty ? ["no host has an address"] : failures)
    }

    /// Nil stands for a host that libpq needs no address for.
    private func addresses(of host: HostAddress) async -> [String?] {
        guard host.needsLookup, let name = host.name else { return [host.address] }
        let found = Promise<[String]>()
        spawn { [resolver] in found.fulfil(await resolver.addresses(of: name)) }
        EventLoop.shared.schedule(after: attemptLimit) { found.fulfil([]) }
        return await found.value
    }

    private func connect(
        to host: HostAddress, _ address: String?
    ) async throws(ConnectionAttempt.Failure) -> Connection {
        let raw = try await ConnectionAttempt.run(
            parameters.start(host, address: address), limit: attemptLimit)
        let connection = Connection(taking: raw, preparesStatements: preparesStatements)
        do {
            try await takeTime(over: connection)
        } catch {
            connection.close()
            throw ConnectionAttempt.Failure(reason: "\(error)")
        }
        return connection
    }

    /// Runs a first statement, which shows that there is a server behind the pooler, and reads its time.
    private func takeTime(over connection: Connection) async throws(DatabaseError) {
        let rows = try await connection.run(
            ConnectionSQL.time, deadline: EventLoop.shared.now + attemptLimit)
        guard let row = rows.first else { return }
        onTime?(row.timestamp(0), Instant.now())
    }
}

/// The statements of a new connection.
package enum ConnectionSQL: String, SQL {
    case time = "SELECT clock_timestamp()"
    case begin = "BEGIN"
    case commit = "COMMIT"
    case rollBack = "ROLLBACK"
}
