import Glibc
import Postgres
import Schema
import TestSupport
import Testing

@testable import kennel

/// The executable's commands as a person at a terminal meets them.
@Suite struct CommandTests {
    @Test(arguments: [
        ("serve --bogus 1", [], ExitCode.usage, "kennel: 'serve' takes no option '--bogus'."),
        ("sing", [], ExitCode.usage, "kennel: There is no command 'sing'."),
        ("serve", ["KENNEL_PORT=x"], ExitCode.configuration, "kennel: KENNEL_PORT is 'x'"),
        ("serve", ["KENNEL_MIGRATIONS=/nowhere"], ExitCode.configuration, "kennel: /nowhere"),
        ("worker 0", ["KENNEL_LISTENERS="], ExitCode.usage, "kennel: A worker is started by"),
        (
            "migrate", ["DATABASE_URL=postgresql:///x?host=/nowhere"], ExitCode.unavailable,
            "kennel: The database can't be reached"
        ),
        (
            "counters update", ["DATABASE_URL=postgresql:///x?host=/nowhere"], ExitCode.unavailable,
            "kennel: The database can't be reached"
        ),
        ("counters update --hurry", [], ExitCode.usage, "kennel: "),
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

    @Test(arguments: [
        "postgresql://ann:hunter2secret@127.0.0.1:1/kennel",
        "postgresql://ann:hunter2secret@no.such.host.invalid/kennel",
        "postgres//ann:hunter2secret@127.0.0.1/kennel", "ann:hunter2secret@127.0.0.1/kennel",
        "postgresql://ann:hunter2secret/x@127.0.0.1:1/kennel",
        "postgresql://ann:hunter2secret%zz@127.0.0.1:1/kennel",
        "postgresql:/ann:hunter2secret@127.0.0.1/kennel",
        "postgresql://ann@hunter2secret@127.0.0.1:1/kennel",
        "postgresql://ann:hunter2secret#1@127.0.0.1:1/kennel",
        "host=127.0.0.1 port=1 password=hunter2secret", "host=127.0.0.1 pasword=hunter2secret",
        "host=127.0.0.1 port=1 password='hunter2secret x", "password hunter2secret",
    ])
    func `no command shows the password of an address, however it is misspelt`(url: String) throws {
        let lines = [
            "migrate", "migrate --dry-run", "doctor", "token list", "token create a",
            "token revoke 1", "counters update",
        ]
        let environment = ["DATABASE_URL=\(url)", "DISCORD_BOT_TOKEN=hunter2secret"]
        let processes = try lines.map { try run($0, environment) }
        for (line, process) in zip(lines, processes) {
            #expect(try process.wait() != 0, "\(line)")
            #expect(!process.output.contains("hunter2"), "\(line): \(process.output)")
            unlink(process.log)
        }
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

    @Test func `counters update starts a run, names the one under way, and waits for its end`()
        async throws
    {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            func update(_ options: String = "") throws -> Subprocess {
                try run("counters update\(options)", ["DATABASE_URL=\(url)"])
            }
            let first = try update()
            #expect(try first.wait() == 0)
            #expect(first.output == "started run 1\n")
            let second = try update()
            #expect(try second.wait() == 0)
            #expect(second.output == "run 1 is under way already\n")
            let waiting = try update(" --wait")
            try eventually("it waits", holds: { waiting.output.hasSuffix("already\n") })
            // What workers do at the end of their work.
            try database.execute(
                script: """
                    UPDATE cluster_run_shards SET finished_at = now(), done = 1, failed = (shard = 0)::int;
                    UPDATE cluster_runs SET finished_at = now()
                    """)
            #expect(try waiting.wait() == 0)
            #expect(waiting.output.hasSuffix("\nrun 1 is over: 64 guilds done, 1 failed\n"))
            for process in [first, second, waiting] { unlink(process.log) }
        }
    }

    @Test
    func `counters update of a run that was given up, or of an empty database, fails and says why`()
        async throws
    {
        try await withDatabase { url in
            let waiting = try run("counters update --wait", ["DATABASE_URL=\(url)"])
            try eventually("it waits", holds: { waiting.output == "started run 1\n" })
            try SynchronousDatabase(url: url).execute(
                script: """
                    UPDATE cluster_run_shards SET finished_at = now(), retry_at = now(), last_error = 'no luck';
                    UPDATE cluster_runs SET finished_at = now()
                    """)
            #expect(try waiting.wait() == ExitCode.failure)
            #expect(waiting.output.hasSuffix("kennel: Run 1 was given up: no luck\n"))
            unlink(waiting.log)
        }
        try await withEmptyDatabase { url in
            let process = try run("counters update", ["DATABASE_URL=\(url)"])
            #expect(try process.wait() == ExitCode.failure)
            #expect(
                process.output == "kennel: The database isn't migrated: run `kennel migrate`.\n")
            unlink(process.log)
        }
    }

    @Test func `migrate --check fails where something would be applied, and changes nothing`()
        async throws
    {
        try await withEmptyDatabase { url in
            let environment = ["DATABASE_URL=\(url)"]
            for _ in 0..<2 {
                let check = try run("migrate --check", environment)
                #expect(try check.wait() == ExitCode.failure)
                #expect(check.output.contains("would apply 0001_create_ingest_batches.sql"))
                unlink(check.log)
            }
            let real = try run("migrate", environment)
            #expect(try real.wait() == 0)
            let check = try run("migrate --check", environment)
            #expect(try check.wait() == 0)
            #expect(check.output == "nothing to apply\n")
            for process in [real, check] { unlink(process.log) }
        }
    }

    @Test func `the program holds the migrations of its source`() throws {
        let own = try Schema.migrator().migrations
        #expect(try own == Migrator(folder: Cluster.migrations).migrations)
    }

    @Test func `a token is revoked by its name where only one has it`() async throws {
        try await withDatabase { url in
            let environment = ["DATABASE_URL=\(url)"]
            func output(_ line: String, _ status: Int32 = 0) throws -> String {
                let process = try run(line, environment)
                defer { unlink(process.log) }
                #expect(try process.wait() == status, "\(process.output)")
                return process.output
            }
            for name in ["fleet", "cron", "fleet"] { _ = try output("token create \(name)") }
            #expect(try output("token revoke cron") == "revoked 2\n")
            #expect(
                try output("token revoke fleet", ExitCode.usage).contains("one of 1, 3"))
            #expect(try output("token revoke 3") == "revoked 3\n")
            #expect(try output("token revoke fleet") == "revoked 1\n")
            #expect(
                try output("token list --json").hasPrefix(
                    #"[{"id":1,"name":"fleet","requests_per_second":null,"created_at":""#))
        }
    }

    @Test func `bash completes commands, their options and settings`() throws {
        let script = temporaryFile()
        defer { unlink(script) }
        let made = try run("completion bash", [])
        #expect(try made.wait() == 0)
        try writeFile(
            script,
            made.output + """

                complete_words() {
                    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kennel; echo "${COMPREPLY[*]}"
                }
                complete_words kennel to
                complete_words kennel token ''
                complete_words kennel serve --port 8081 --admin-
                complete_words kennel migrate --ch
                """)
        #expect(
            try Subprocess.run(["/bin/bash", script]) == """
                token
                create list revoke
                --admin-host --admin-port
                --check

                """)
        unlink(made.log)
    }

    private func run(_ line: String, _ environment: [String]) throws -> Subprocess {
        let words = line.split(separator: " ").map(String.init)
        return try Subprocess(
            [Cluster.binary] + words, environment: ["DATABASE_URL_FILE="] + environment,
            log: temporaryFile())
    }
}
