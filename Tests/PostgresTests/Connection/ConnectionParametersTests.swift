import Testing

@testable import Postgres

@Suite struct ConnectionParametersTests {
    private func parameters(_ url: String, pooler: Bool = false) throws -> ConnectionParameters {
        try ConnectionParameters(
            url: url, limits: SessionLimits(), usesTransactionPooler: pooler)
    }

    @Test func `a URL with several hosts gives each of them`() throws {
        let parsed = try parameters("postgres://u:p@one:1,two:2/db?sslmode=require")
        #expect(parsed.hosts.map(\.name) == ["one", "two"])
        #expect(parsed.hosts.map(\.port) == ["1", "2"])
        #expect(parsed.keywords["dbname"] == "db")
        #expect(parsed.keywords["sslmode"] == "require")
        #expect(parsed.keywords["host"] == nil)
    }

    @Test func `the session's limits go beside the user's own options`() throws {
        let options = try parameters("postgres:///?options=-c%20work_mem%3D8MB").keywords["options"]
        #expect(options?.contains("-c statement_timeout=3000") == true)
        #expect(options?.contains("-c lock_timeout=1000") == true)
        #expect(options?.hasSuffix("-c work_mem=8MB") == true)
    }

    @Test func `a pooler gets no options`() throws {
        #expect(try parameters("postgres:///", pooler: true).keywords["options"] == nil)
    }

    @Test func `a host that can write is asked for, unless the user says otherwise`() throws {
        let keyword = "target_session_attrs"
        #expect(try parameters("postgres:///").keywords[keyword] == "read-write")
        #expect(try parameters("postgres:///?\(keyword)=any").keywords[keyword] == "any")
    }

    @Test func `the user's keepalives win`() throws {
        let keywords = try parameters("keepalives_idle=60").keywords
        #expect(keywords["keepalives_idle"] == "60")
        #expect(keywords["keepalives_interval"] == "2")
    }

    @Test func `an address libpq can't read is refused without quoting it`() {
        #expect {
            try parameters("postgres://user:secret@host:1/%zz")
        } throws: { !"\($0)".contains("secret") && $0 is InvalidConnectionString }
    }
}
