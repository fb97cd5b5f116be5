import Glibc
import HTTP
import Postgres
import TestSupport
import Testing

@testable import kennel

/// `kennel doctor` in every broken environment that operators met: each is found, in words that say what helps.
@Suite struct DoctorTests {
    /// Runs the doctor.
    /// - Returns: what it said of a subject, and how it ended.
    private func finding(
        _ subject: String, _ environment: [String]
    ) throws -> (words: String, status: Int32) {
        let process = try Subprocess(
            [Cluster.binary, "doctor"], environment: ["DATABASE_URL_FILE="] + environment,
            log: temporaryFile())
        defer { unlink(process.log) }
        let status = try process.wait()
        let lines = process.output.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        let line = lines.first { line in
            ["ok", "note", "BAD"].contains { line.hasPrefix("\($0) \(subject) ") }
        }
        return (try #require(line, "\(process.output)"), status)
    }

    private func isBad(
        _ subject: String, _ words: String, _ environment: [String],
        at place: SourceLocation = #_sourceLocation
    ) throws {
        let (said, status) = try finding(subject, environment)
        #expect(said.hasPrefix("BAD \(subject) "), sourceLocation: place)
        #expect(said.contains(words), "\(said)", sourceLocation: place)
        #expect(status == ExitCode.failure, sourceLocation: place)
    }

    @Test(.enabled(if: Pooler.isInstalled, "pgbouncer isn't installed"))
    func `a pooler that Kennel isn't told of, is its direct way, or sets no limits`() async throws {
        try await withDatabase { url in
            let pooler = try Pooler(before: url)
            defer { pooler.stop() }
            try eventually("the pooler answers") { try? SynchronousDatabase(url: pooler.url) }
            try isBad(
                "pooler", "set KENNEL_POOLER=transaction", ["DATABASE_URL=\(pooler.url)"])
            let told = ["DATABASE_URL=\(pooler.url)", "KENNEL_POOLER=transaction"]
            try isBad(
                "direct", "is a pooler", told + ["KENNEL_DIRECT_DATABASE_URL=\(pooler.url)"])
            let both = told + ["KENNEL_DIRECT_DATABASE_URL=\(url)"]
            try isBad("limits", "role.sql", both)
            #expect(
                try finding("pooler", both).words == "ok pooler as KENNEL_POOLER says")
        }
    }

    @Test func `a pooled way that leads nowhere or elsewhere`() async throws {
        try await withDatabase { url in
            let direct = ["KENNEL_DIRECT_DATABASE_URL=\(url)"]
            try isBad(
                "database", "see DATABASE_URL",
                direct + ["DATABASE_URL=postgresql://127.0.0.1:1/kennel"])
            try await withDatabase { other in
                try isBad("same", "different databases", direct + ["DATABASE_URL=\(other)"])
            }
        }
    }

    @Test func `a role without rights, a read-only database and too few connections`() async throws
    {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            let role = "doctor_\(database.name)"
            try database.execute(script: "CREATE ROLE \(role) LOGIN")
            defer { try? database.execute(script: "DROP OWNED BY \(role); DROP ROLE \(role)") }
            let asRole = url.contains("?") ? "\(url)&user=\(role)" : "\(url)?user=\(role)"
            try database.execute(script: "GRANT SELECT ON schema_migrations TO \(role)")
            try isBad("rights", "kennel migrate --role", ["DATABASE_URL=\(asRole)"])
            try database.execute(
                script: """
                    ALTER DATABASE \(database.name) SET default_transaction_read_only = on;
                    ALTER DATABASE \(database.name) CONNECTION LIMIT 5
                    """)
            let environment = ["DATABASE_URL=\(url)", "KENNEL_WORKERS=2"]
            try isBad("writable", "default_transaction_read_only", environment)
            try isBad("connections", "the database may have 5", environment)
        }
    }

    @Test func `an encoding that can't hold what members write`() async throws {
        try await withEmptyDatabase { url in
            let database = try SynchronousDatabase(url: url)
            let name = "\(database.name)_latin"
            try database.execute(
                script: "CREATE DATABASE \(name) ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
            defer { try? database.execute(script: "DROP DATABASE \(name) WITH (FORCE)") }
            try isBad(
                "encoding", "ENCODING 'UTF8'",
                ["DATABASE_URL=\(url.replacing(database.name, with: name))"])
        }
    }

    @Test func `a wrong bot token, an unreachable Discord and certificates that aren't there`()
        async throws
    {
        let emulator = try EmulatorProcess()
        defer { emulator.destroy() }
        let there = "DISCORD_API_BASE=http://127.0.0.1:\(emulator.port)/api/v10"
        try isBad("discord", "DISCORD_BOT_TOKEN", [there, "DISCORD_BOT_TOKEN=wrong"])
        try isBad(
            "discord", "DISCORD_API_BASE",
            ["DISCORD_API_BASE=http://127.0.0.1:1", "DISCORD_BOT_TOKEN=\(emulator.token)"])
        try isBad(
            "discord", "DISCORD_CA_FILE",
            [there, "DISCORD_BOT_TOKEN=\(emulator.token)", "DISCORD_CA_FILE=/nowhere.pem"])
        let good = try finding("discord", [there, "DISCORD_BOT_TOKEN=\(emulator.token)"])
        #expect(good.words.hasPrefix("ok discord"))
    }

    @Test func `a port that somebody else has, and a variable that nothing reads`() throws {
        let listener = try ListeningSocket.open(host: "127.0.0.1", port: 0)
        defer { close(listener) }
        let port = ListeningSocket.port(of: listener)
        try isBad("port", "set another", ["KENNEL_PORT=\(port)"])
        try isBad("settings", "perhaps KENNEL_WORKERS", ["KENNEL_WORKRES=2"])
    }

    @Test func `a server that says nothing`() throws {
        let listener = try ListeningSocket.open(host: "127.0.0.1", port: 0)
        defer { close(listener) }
        let port = ListeningSocket.port(of: listener)
        try isBad("database", "timeout", ["DATABASE_URL=postgresql://127.0.0.1:\(port)/kennel"])
    }

    @Test func `for programs it says the same in JSON`() async throws {
        try await withEmptyDatabase { url in
            let process = try Subprocess(
                [Cluster.binary, "doctor", "--json"], environment: ["DATABASE_URL=\(url)"],
                log: temporaryFile())
            defer { unlink(process.log) }
            #expect(try process.wait() == ExitCode.failure)
            #expect(
                process.output.hasPrefix(#"{"healthy":false,"findings":[{"subject":"settings""#))
            #expect(
                process.output.contains(#"{"subject":"schema","level":"bad","words":"not migrated"#)
            )
        }
    }
}
