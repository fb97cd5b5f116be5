import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Postgres

@Suite struct ConnectorTests {
    /// Connects and gives the setting's value.
    private func setting(_ name: String, at url: String) async throws -> String {
        try await onLoop {
            let connection = try await Connector(url: url, attemptLimit: .seconds(1)).connect()
            defer { connection.close() }
            let rows = try await connection.run(
                ProbeSQL.setting, [.text(name)], deadline: farDeadline)
            return rows[0].string(0)
        }
    }

    @Test func `hosts that are refused or silent are passed over`() async throws {
        let server = try TestPostgres(listensOnTCP: true)
        let silent = try SilentServer()
        let url = server.url()
        let hosts = "127.0.0.1:1,127.0.0.1:\(silent.port),"
        let several = url.replacing("@", with: "@" + hosts)
        #expect(several != url)
        #expect(try await setting("server_version_num", at: several).hasPrefix("1"))
    }

    @Test func `a host is found by its name`() async throws {
        let server = try TestPostgres(listensOnTCP: true)
        let url = server.url().replacing("@127.0.0.1", with: "@localhost")
        #expect(try await setting("listen_addresses", at: url) == "127.0.0.1")
    }

    @Test func `a name without an address is passed over`() async throws {
        let server = try TestPostgres(listensOnTCP: true)
        let url = server.url().replacing("@", with: "@nowhere.invalid,")
        #expect(try await setting("listen_addresses", at: url) == "127.0.0.1")
    }

    @Test func `a host that can only read is passed over`() async throws {
        let reader = try TestPostgres(
            listensOnTCP: true, settings: ["default_transaction_read_only = on"])
        let writer = try TestPostgres(listensOnTCP: true)
        let readerHost = try #require(
            reader.url().split(separator: "@").last?.split(separator: "/").first)
        let url = writer.url().replacing("@", with: "@\(readerHost),")
        #expect(try await setting("default_transaction_read_only", at: url) == "off")
    }

    @Test func `hosts are asked in order, and without addresses there is no connection`()
        async throws
    {
        try await onLoop {
            let hosts = FakeResolver(addresses: [:])
            let connector = try Connector(
                url: "postgres://one,two/x", limits: SessionLimits(), usesTransactionPooler: false,
                attemptLimit: .seconds(1), resolver: hosts)
            let failure = await #expect(throws: Connector.Failure.self) {
                try await connector.connect()
            }
            #expect(failure?.description == "no host has an address")
            #expect(hosts.asked == ["one", "two"])
        }
    }

    @Test func `all of a name's addresses are tried, and each failure is told`() async throws {
        try await onLoop {
            let hosts = FakeResolver(addresses: ["db": ["127.0.0.1", "127.0.0.2"]])
            let connector = try Connector(
                url: "postgres://db:1/x", limits: SessionLimits(), usesTransactionPooler: false,
                attemptLimit: .seconds(1), resolver: hosts)
            let failure = await #expect(throws: Connector.Failure.self) {
                try await connector.connect()
            }
            #expect(failure?.attempts.count == 2)
            #expect(failure?.description.contains("refused") == true)
        }
    }

    @Test func `a new connection tells the database's time`() async throws {
        try await withEmptyDatabase { url in
            try await onLoop {
                let connector = try Connector(url: url)
                var times: [Int64] = []
                connector.onTime = { time, _ in times.append(time.microseconds) }
                try await connector.connect().close()
                #expect(times.count == 1)
                #expect(times[0] > 1_700_000_000_000_000)
            }
        }
    }

    @Test func `the system's resolver knows localhost and not what doesn't exist`() async throws {
        try await onLoop {
            let resolver = SystemResolver()
            #expect(await resolver.addresses(of: "localhost").contains("127.0.0.1"))
            #expect(await resolver.addresses(of: "nowhere.invalid").isEmpty)
        }
    }
}

/// Knows only the addresses it was given.
@LoopActor
private final class FakeResolver: HostResolver {
    private let known: [String: [String]]
    private(set) var asked: [String] = []

    init(addresses: [String: [String]]) {
        known = addresses
    }

    func addresses(of name: String) async -> [String] {
        asked.append(name)
        return known[name] ?? []
    }
}
