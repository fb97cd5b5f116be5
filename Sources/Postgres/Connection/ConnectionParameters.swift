import CPostgres
import Glibc

/// A connection string that libpq can't read. It may hold a password, so it's never quoted.
package struct InvalidConnectionString: Error, CustomStringConvertible {
    package var description: String {
        "the database's address is neither a postgres:// URL nor a list of keyword=value"
    }
}

/// What libpq is told to connect, and the hosts it's told one at a time.
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

    /// What the server is told when the session starts; a pooler doesn't pass this on.
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

    /// All statements are short and made to go along an index. Over 40 partitions, planning one for its values takes up to
    /// 40 times as long as running it, so each is planned once, for any values. Planned while a table is nearly empty, nine
    /// in ten choose to scan it, and would until autovacuum has seen it grow: so scans are refused to all of them.
    static let planning = [
        "plan_cache_mode=force_generic_plan", "enable_seqscan=off", "jit=off",
        "max_parallel_workers_per_gather=0",
    ]
}

/// Reading libpq's lists of options.
extension ConnectionParameters {
    /// What an address sets. One whose port is no number is misspelt: it may be a piece of the password.
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
