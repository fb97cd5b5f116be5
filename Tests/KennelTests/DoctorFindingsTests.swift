import Essentials
import Testing

@testable import kennel

@Suite struct DoctorFindingsTests {
    @Test func `a server that is too old is refused`() {
        #expect(DoctorFindings.version(150_004, "15.4") == .good("PostgreSQL 15.4"))
        #expect(
            DoctorFindings.version(130_011, "13.11")
                == .bad("PostgreSQL 13.11 is too old, 14 is needed"))
    }

    @Test func `a clock that is far off is only noted`() {
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        let near = Timestamp(microseconds: now.microseconds - 1_500_000)
        let far = Timestamp(microseconds: now.microseconds + 90_000_000)
        #expect(
            DoctorFindings.clock(database: near, own: now) == .good("-1.5 s from this machine's"))
        #expect(
            DoctorFindings.clock(database: far, own: now)
                == .doubtful("the database's clock is 90.0 s from this machine's: check NTP"))
    }

    @Test func `a connection over a network wants to be encrypted and verified`() {
        func finding(_ isOn: Bool, _ host: String, _ mode: String) -> DoctorReport.Finding {
            DoctorFindings.encryption(isOn: isOn, host: host, mode: mode)
        }
        #expect(finding(false, "/run/postgresql", "prefer") == .good("off, on this machine"))
        #expect(finding(true, "db", "verify-full") == .good("on, and the server is verified"))
        #expect(
            finding(true, "db", "require")
                == .doubtful(
                    "on, but anybody could be db: set sslmode=verify-full (it's require)"))
        #expect(
            finding(false, "db", "prefer")
                == .doubtful("off to db: set sslmode=verify-full and sslrootcert"))
    }

    @Test func `a role that can change the schema is only noted`() {
        #expect(
            DoctorFindings.role("kennel", isMighty: false)
                == .good("kennel reads and writes rows only"))
        #expect(
            DoctorFindings.role("postgres", isMighty: true)
                == .doubtful(
                    "postgres can change the schema: serve as another role (kennel migrate --role NAME)"
                ))
    }

    @Test func `missing migrations are named`() {
        #expect(DoctorFindings.schema([]) == .good("migrated"))
        #expect(
            DoctorFindings.schema(["0001_a.sql", "0002_b.sql"])
                == .bad("not migrated, run `kennel migrate`; missing: 0001_a.sql, 0002_b.sql"))
    }

    @Test func `many missing migrations are counted, not listed`() {
        let names = (1...5).map { "000\($0)_a.sql" }
        #expect(
            DoctorFindings.schema(names)
                == .bad(
                    "not migrated, run `kennel migrate`; missing: 0001_a.sql, 0002_a.sql, 0003_a.sql and 2 more"
                ))
    }

    @Test func `more connections than the server, the role or the database allows are named`()
        throws
    {
        let configuration = try Configuration(environment: ["KENNEL_WORKERS": "20"])
        func finding(_ server: Int, _ role: Int = -1, _ database: Int = -1) -> DoctorReport.Finding
        {
            DoctorFindings.connections(
                configuration, server: server, role: role, database: database)
        }
        #expect(
            finding(100)
                == .bad("the workers want 140, the server allows 100: raise max_connections"))
        #expect(finding(200) == .good("140 of the server's 200"))
        #expect(
            finding(200, 139)
                == .bad("the workers want 140, the role may have 139: raise its CONNECTION LIMIT"))
        #expect(
            finding(200, -1, 10)
                == .bad(
                    "the workers want 140, the database may have 10: raise its CONNECTION LIMIT"))
    }

    @Test func `a variable that nothing reads is told with the one that may be meant`() throws {
        func finding(_ names: String...) throws -> DoctorReport.Finding {
            let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "1") })
            return DoctorFindings.settings(environment, try Configuration(environment: [:]))
        }
        #expect(
            try finding("KENNEL_PROT")
                == .bad(
                    "nothing reads KENNEL_PROT, perhaps KENNEL_PORT is meant: see `kennel help serve`"
                ))
        #expect(
            try finding("DISCORD_SOMETHING_ELSE", "KENNEL_ZZZZZZZZZZ")
                == .bad(
                    "nothing reads DISCORD_SOMETHING_ELSE, nor KENNEL_ZZZZZZZZZZ: see `kennel help serve`"
                ))
        for name in ["KENNEL_PORT", "DATABASE_URL_FILE", "KENNEL_TEST_PG", "KENNEL_URL", "HOME"] {
            guard case .good = try finding(name) else {
                Issue.record("\(name) is said to be unknown")
                continue
            }
        }
    }
}
