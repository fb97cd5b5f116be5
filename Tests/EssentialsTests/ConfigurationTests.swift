import Essentials
import Testing

@Suite struct ConfigurationTests {
    private struct NoFile: Error, CustomStringConvertible { let description = "no such file" }

    private func read(
        _ environment: [String: String] = [:], _ flags: [String] = [],
        files: [String: String] = [:]
    ) throws -> Configuration {
        try Configuration(environment: environment, flags: flags) { path in
            guard let text = files[path] else { throw NoFile() }
            return text
        }
    }

    private func words(
        _ environment: [String: String] = [:], _ flags: [String] = [],
        files: [String: String] = [:]
    ) -> String {
        do {
            _ = try read(environment, flags, files: files)
            return "taken"
        } catch { return "\(error)" }
    }

    @Test func `nothing set gives the documented values`() throws {
        let settings = try read()
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8080)
        #expect(settings.adminPort == 9090)
        #expect(settings.workers >= 1)
        #expect(settings.home == ".kennel")
        #expect(settings.databaseURL == nil)
        #expect(settings.pooler == .none)
        #expect(settings.logLevel == .info)
        #expect(settings.drainDelay == .seconds(5))
        #expect(settings.drainLimit == .seconds(30))
        #expect(settings.maxHeaderBytes == 16_384)
        #expect(settings.maxBodyBytes == 1_048_576)
        #expect(settings.discordBase == "https://discord.com/api/v10")
        #expect(settings.writeQueue == 20_000)
        #expect(settings.overrides.isEmpty)
    }

    @Test func `a flag wins over the environment, and is handed on as a variable`() throws {
        let settings = try read(
            ["KENNEL_PORT": "1000", "KENNEL_WORKERS": "3", "KENNEL_HOME": ""],
            ["--port", "2000", "--drain-delay=0.25", "--log-level", "debug", "--host=::1"])
        #expect(settings.port == 2000)
        #expect(settings.workers == 3)
        #expect(settings.home == ".kennel")
        #expect(settings.drainDelay == .milliseconds(250))
        #expect(settings.logLevel == .debug)
        #expect(
            settings.overrides == [
                "KENNEL_PORT": "2000", "KENNEL_DRAIN_DELAY": "0.25", "KENNEL_LOG_LEVEL": "debug",
                "KENNEL_HOST": "::1",
            ])
        #expect(try read(settings.overrides).port == 2000)
    }

    @Test(arguments: [
        ("KENNEL_PORT", "65536", "a number from 0 to 65535"),
        ("KENNEL_PORT", "http", "a number from 0 to 65535"),
        ("KENNEL_WORKERS", "-1", "a number from 0 to 1024"),
        ("KENNEL_IDLE_TIMEOUT", "0", "seconds from 1 to 86400"),
        ("KENNEL_IDLE_TIMEOUT", "nan", "seconds from 1 to 86400"),
        ("KENNEL_IDLE_TIMEOUT", "1e3", "seconds from 1 to 86400"),
        ("KENNEL_DRAIN_DELAY", "-1", "seconds from 0 to 3600"),
        ("KENNEL_POOLER", "session", "one of none, transaction"),
        ("KENNEL_LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("DISCORD_API_BASE", "discord.com", "an address that starts with http:// or https://"),
        ("KENNEL_DATABASE_CONNECTIONS", "0", "a number from 1 to 1000"),
    ])
    func `a value that can't be is refused in words`(name: String, value: String, rule: String) {
        #expect(words([name: value]) == "\(name) is '\(value)', but it must be \(rule).")
    }

    @Test func `secrets come from the environment or from files, without their line end`() throws {
        #expect(try read(["DATABASE_URL": "postgres://a"]).databaseURL == "postgres://a")
        let files = ["/run/db": "postgres://b\n", "/run/empty": "\n"]
        let settings = try read(["DATABASE_URL_FILE": "/run/db"], files: files)
        #expect(settings.databaseURL == "postgres://b")
        #expect(words(["DATABASE_URL_FILE": "/run/empty"], files: files).contains("it is empty"))
        #expect(
            words(["DISCORD_BOT_TOKEN_FILE": "/none"])
                == "The file '/none' that DISCORD_BOT_TOKEN_FILE names can't be used: no such file."
        )
        #expect(
            words(["DATABASE_URL": "x", "DATABASE_URL_FILE": "/run/db"], files: files)
                == "DATABASE_URL and DATABASE_URL_FILE are both set; leave one out.")
    }

    @Test func `a secret on the command line is refused without repeating it`() {
        let text = words([:], ["--database-url", "postgres://u:pw@h"])
        #expect(text.contains("DATABASE_URL_FILE"))
        #expect(!text.contains("pw"))
    }

    @Test func `unknown flags and flags without a value are refused`() {
        #expect(words([:], ["--prot", "1"]) == "There is no flag '--prot'.")
        #expect(words([:], ["port"]) == "There is no flag 'port'.")
        #expect(words([:], ["--port"]) == "'--port' needs a value.")
    }

    @Test func `a pooler needs the direct address beside it`() throws {
        #expect(
            words(["KENNEL_POOLER": "transaction"])
                == "KENNEL_DIRECT_DATABASE_URL must be set with KENNEL_POOLER=transaction.")
        let both = ["KENNEL_POOLER": "transaction", "KENNEL_DIRECT_DATABASE_URL": "postgres://d"]
        #expect(try read(both).pooler == .transaction)
    }

    @Test func `the two ports must differ, unless both are any`() throws {
        #expect(words([:], ["--port", "9090"]).contains("must differ"))
        #expect(try read(["KENNEL_PORT": "0", "KENNEL_ADMIN_PORT": "0"]).port == 0)
    }

    @Test func `every setting is listed once, with a flag of its own, a fallback and help`() throws
    {
        let names = Settings.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(Settings.all.map(\.flag)).count == names.count)
        for setting in Settings.all {
            #expect(!setting.help.isEmpty)
            #expect(!setting.shownFallback.isEmpty)
        }
        #expect(Settings.all.map(\.helpLine).count == names.count)
        #expect(Settings.all.first { $0.name == "KENNEL_MAX_HEADERS" }?.flag == "--max-headers")
    }

    @Test func `every listed setting has an effect`() throws {
        let plain = "\(try read())"
        for setting in Settings.all {
            let candidates = [
                "77", "2048", "debug", "text", "transaction", "https://example.org", "2000000",
                "10.0.0.0/8",
            ]
            let takes = candidates.contains { value in
                var environment = [setting.name: value]
                if setting.name == "KENNEL_POOLER" {
                    environment["KENNEL_DIRECT_DATABASE_URL"] = "x"
                }
                return (try? read(environment)).map { "\($0)" != plain } ?? false
            }
            #expect(takes, "\(setting.name)")
        }
    }

    @Test func `the environment holds what this process was started with`() {
        #expect(Environment.all()["PATH"]?.isEmpty == false)
    }

    @Test func `a file that isn't there fails in words`() throws {
        #expect(throws: TextFile.Failure.self) { try TextFile.read("/nowhere/at/all") }
        #expect(try TextFile.read("/proc/self/stat").isEmpty == false)
    }
}
