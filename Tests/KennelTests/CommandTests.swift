import Glibc
import TestSupport
import Testing

@testable import kennel

/// The executable's commands as a person at a terminal meets them.
@Suite struct CommandTests {
    @Test(arguments: [
        ("serve --bogus 1", [], ExitCode.usage, "kennel: There is no flag '--bogus'."),
        ("sing", [], ExitCode.usage, "kennel: There is no command 'sing'."),
        ("serve", ["KENNEL_PORT=x"], ExitCode.configuration, "kennel: KENNEL_PORT is 'x'"),
        ("serve", ["KENNEL_MIGRATIONS=/nowhere"], ExitCode.configuration, "kennel: /nowhere"),
        ("worker 0", ["KENNEL_LISTENERS="], ExitCode.usage, "kennel: A worker is started by"),
        (
            "migrate", ["DATABASE_URL=postgresql:///x?host=/nowhere"], ExitCode.unavailable,
            "kennel: The database can't be reached"
        ),
    ])
    func `what is wrong is told in one line`(
        _ line: String, _ environment: [String], _ status: Int32, _ start: String
    ) throws {
        let process = try run(line, environment)
        #expect(try process.wait() == status)
        #expect(process.output.hasPrefix(start))
        #expect(process.output.hasSuffix("\n"))
        #expect(process.output.dropLast().contains("\n") == false)
        unlink(process.log)
    }

    @Test(arguments: ["help", "--help", "help serve", "serve --help", "help token", "version"])
    func `help and version are printed`(_ line: String) throws {
        let process = try run(line, [])
        #expect(try process.wait() == ExitCode.success)
        #expect(process.output.contains("kennel"))
        unlink(process.log)
    }

    @Test func `serve's help lists every setting`() throws {
        let process = try run("serve --help", [])
        try process.wait()
        for name in ["KENNEL_PORT", "--port", "DATABASE_URL_FILE", "KENNEL_DRAIN_DELAY"] {
            #expect(process.output.contains(name))
        }
        unlink(process.log)
    }

    @Test func `a dry run lists what a migration then applies, and nothing is left to do`()
        async throws
    {
        try await withEmptyDatabase { url in
            let environment = ["DATABASE_URL=\(url)", "KENNEL_MIGRATIONS=\(Cluster.migrations)"]
            let dry = try run("migrate --dry-run", environment)
            #expect(try dry.wait() == 0)
            let real = try run("migrate", environment)
            #expect(try real.wait() == 0)
            #expect(dry.output.replacing("would apply", with: "applied") == real.output)
            let again = try run("migrate", environment)
            try again.wait()
            #expect(again.output == "nothing to apply\n")
            for process in [dry, real, again] { unlink(process.log) }
        }
    }

    @Test func `the doctor is content with a migrated database and names what an empty one lacks`()
        async throws
    {
        try await withDatabase { url in
            let doctor = try run("doctor", ["DATABASE_URL=\(url)"])
            #expect(try doctor.wait() == 0)
            #expect(doctor.output.contains("ok    schema        migrated"))
            unlink(doctor.log)
        }
        try await withEmptyDatabase { url in
            let doctor = try run("doctor", ["DATABASE_URL=\(url)"])
            #expect(try doctor.wait() == ExitCode.failure)
            #expect(doctor.output.contains("BAD   schema        not migrated"))
            unlink(doctor.log)
        }
    }

    private func run(_ line: String, _ environment: [String]) throws -> Subprocess {
        let words = line.split(separator: " ").map(String.init)
        return try Subprocess(
            [Cluster.binary] + words, environment: ["DATABASE_URL_FILE="] + environment,
            log: temporaryFile())
    }
}
