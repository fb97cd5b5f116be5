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

    @Test func `more connections than the server allows are named`() throws {
        let configuration = try Configuration(environment: ["KENNEL_WORKERS": "20"])
        #expect(
            DoctorFindings.connections(configuration, limit: 100)
                == .bad("the workers want 140, the server allows 100"))
        #expect(
            DoctorFindings.connections(configuration, limit: 200)
                == .good("140 of the server's 200"))
    }
}
