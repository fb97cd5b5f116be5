import Essentials
import Glibc

/// Turns the doctor's observations into findings.
enum DoctorFindings {
    /// The oldest supported major version of PostgreSQL.
    static let oldestServer: Int32 = 14

    static func version(_ number: Int32, _ text: String) -> DoctorReport.Finding {
        number >= oldestServer * 10_000
            ? .good("PostgreSQL \(text)")
            : .bad("PostgreSQL \(text) is too old, \(oldestServer) is needed")
    }

    /// Over a network the connection should be encrypted and the server verified.
    static func encryption(isOn: Bool, host: String, mode: String) -> DoctorReport.Finding {
        let isHere = host.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains(host)
        if isOn, mode == "verify-full" { return .good("on, and the server is verified") }
        if isHere { return .good(isOn ? "on" : "off, on this machine") }
        return isOn
            ? .doubtful("on, but anybody could be \(host): set sslmode=verify-full (it's \(mode))")
            : .doubtful("off to \(host): set sslmode=verify-full and sslrootcert")
    }

    /// A worker doesn't need the right to change the schema.
    static func role(_ name: String, isMighty: Bool) -> DoctorReport.Finding {
        isMighty
            ? .doubtful(
                "\(name) can change the schema: serve as another role (kennel migrate --role NAME)")
            : .good("\(name) reads and writes rows only")
    }

    /// Tokens and statistics carry the database's time; a host's clock that is far off only confuses readers of its log.
    static func clock(database: Timestamp, own: Timestamp) -> DoctorReport.Finding {
        let difference = database.microseconds - own.microseconds
        let seconds = Double(difference / 1_000) / 1_000
        return abs(difference) <= 2_000_000
            ? .good("\(seconds) s from this machine's")
            : .doubtful("the database's clock is \(seconds) s from this machine's: check NTP")
    }

    static func schema(_ pending: [String]) -> DoctorReport.Finding {
        guard !pending.isEmpty else { return .good("migrated") }
        let others = pending.count > 3 ? " and \(pending.count - 3) more" : ""
        let names = pending.prefix(3).joined(separator: ", ")
        return .bad("not migrated, run `kennel migrate`; missing: \(names)\(others)")
    }

    static func writable(isStandby: Bool, isReadOnly: Bool) -> DoctorReport.Finding {
        if isStandby { return .bad("this server is a standby and accepts no writes") }
        return isReadOnly
            ? .bad("default_transaction_read_only is on: ALTER ROLE (or DATABASE) … RESET it")
            : .good("yes")
    }

    static func encoding(_ name: String) -> DoctorReport.Finding {
        name == "UTF8"
            ? .good(name)
            : .bad("\(name) can't store all characters: CREATE DATABASE … ENCODING 'UTF8'")
    }

    /// The rights that the role lacks for serving.
    static func rights(lacking names: [String]) -> DoctorReport.Finding {
        guard let first = names.first else { return .good("the role may use all tables") }
        let others = names.count > 1 ? " and \(names.count - 1) more" : ""
        return .bad("the role may not use \(first)\(others): run `kennel migrate --role NAME`")
    }

    /// A worker's shared, exclusive and direct connections; a limit below 0 means no limit.
    static func connections(
        _ configuration: Configuration, server: Int, role: Int, database: Int
    ) -> DoctorReport.Finding {
        let needed = configuration.workers * (configuration.databaseConnections + 3)
        for (limit, owner) in [(role, "role"), (database, "database")]
        where limit >= 0 && limit < needed {
            return .bad(
                "the workers want \(needed), the \(owner) may have \(limit): raise its CONNECTION LIMIT"
            )
        }
        return needed <= server
            ? .good("\(needed) of the server's \(server)")
            : .bad("the workers want \(needed), the server allows \(server): raise max_connections")
    }

    /// Besides clients' connections a worker holds listeners, database connections and the like.
    static func descriptors(for configuration: Configuration) -> DoctorReport.Finding {
        let limit = Int(clamping: FileLimit.current.rlim_max)
        let needed = configuration.maxConnections + configuration.workers + 64
        return needed <= limit
            ? .good("\(limit) a process")
            : .doubtful(
                "\(limit) a process, but KENNEL_MAX_CONNECTIONS=\(configuration.maxConnections) "
                    + "wants \(needed): raise LimitNOFILE")
    }
}
