import CPostgres
import Glibc

/// A connection string that libpq can't read. It may hold a password, so it's never quoted.
package struct InvalidConnectionString: Error, CustomStringConvertible {
    package var description: String {
        "the database's address is neither a postgres:// URL nor a list of keyword=value"
    }
}

/// The parameters for libpq, and the hosts, which it gets one at a time.
struct ConnectionParameters: Sendable {
    /// libpq's keywords except host, hostaddr and port; what isn't here libpq takes from `PG*`.
    var keywords: [String: String]
    var hosts: [HostAddress]

    /// - Parameter url: nil leaves everything to `PG*`.
    init(
        url: String?, limits: SessionLimits, usesTransactionPooler: Bool
    ) throws(InvalidConnectionString) {
        let given = try Self.parse(url)
        let defaults = Self.defaults()
        func setting(_ keyword: String) -> String? { given[keyword] ?? defaults[keyword] }
        hosts = HostAddress.list(
            hosts: setting("host"), addresses: setting("hostaddr"), ports: setting("port"))
        keywords = Self.settings.merging(given) { $1 }
        for keyword in ["host", "hostaddr", "port"] { keywords[keyword] = nil }
        guard !usesTransactionPooler else { return }
        keywords["options"] = [Self.options(limits), setting("options")]
            .compactMap { $0 }.joined(separator: " ")
        if setting("target_session_attrs") == "any", given["target_session_attrs"] == nil {
            keywords["target_session_attrs"] = "read-write"
        }
    }

    /// libpq's connection to one address of a host, begun.
    func start(_ host: HostAddress, address: String?) -> OpaquePointer? {
        var all = keywords
        all["host"] = host.name
        all["hostaddr"] = address
        all["port"] = host.port
        let names = all.map { strdup($0.key) }
        let values = all.map { strdup($0.value) }
        defer { for text in names + values { free(text) } }
        return PQconnectStartParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
    }

    /// A host that has vanished is noticed within seconds.
    private static let settings = [
        "application_name": "kennel",
        "client_encoding": "UTF8",
        "gssencmode": "disable",
        "keepalives_idle": "5",
        "keepalives_interval": "2",
        "keepalives_count": "3",
        "tcp_user_timeout": "10000",
    ]

    /// The session's options at start-up; a pooler doesn't pass them on.
    private static func options(_ limits: SessionLimits) -> String {
        let settings = [
            "statement_timeout=\(limits.statementTimeout.inMilliseconds)",
            "lock_timeout=\(limits.lockTimeout.inMilliseconds)",
            "idle_in_transaction_session_timeout=10000",
            "client_connection_check_interval=2000",
            "timezone=UTC",
        ]
        return (settings + planning).map { "-c \($0)" }.joined(separator: " ")
    }

    /// All statements are short and follow an index, so each is planned once, generically, and never scans a table.
    ///
    /// Over 42 partitions, planning for the values takes 3.7 ms for a batch of events that runs in 0.1 ms, and 0.1 ms for the
    /// average statement; reusing a generic plan takes 0.004 ms. But 224 of 249 generic plans made while tables were small scanned
    /// them, and kept on until autovacuum's next ANALYZE. Setting the switch around a statement's first run only would not help:
    /// ANALYZE and DDL make PostgreSQL plan again. No statement needs `enable_bitmapscan=off`. Through PgBouncer, statements are
    /// planned for their values each time, and none of these is set. `PlanTests` checks all three cases.
    static let planning = [
        "plan_cache_mode=force_generic_plan", "enable_seqscan=off", "jit=off",
        "max_parallel_workers_per_gather=0",
    ]
}

/// Reading libpq's lists of options.
extension ConnectionParameters {
    /// The options of an address. If a port isn't a number, the address is malformed: it may be a piece of the password.
    static func parse(_ url: String?) throws(InvalidConnectionString) -> [String: String] {
        guard let url else { return [:] }
        guard let options = PQconninfoParse(url, nil) else { throw InvalidConnectionString() }
        let settings = take(options)
        guard
            settings["port"]?.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2C }) ?? true
        else { throw InvalidConnectionString() }
        return settings
    }

    private static func defaults() -> [String: String] {
        PQconndefaults().map(take) ?? [:]
    }

    static func take(
        _ options: UnsafeMutablePointer<PQconninfoOption>
    ) -> [String: String] {
        defer { PQconninfoFree(options) }
        var settings: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                settings[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return settings
    }
}

extension Duration {
    fileprivate var inMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
