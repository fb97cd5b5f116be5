import Glibc
import Modules
import Worker

/// Asks Discord who the bot is, as workers do.
struct DiscordExamination {
    private static let limit = Duration.seconds(5)
    private let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// - Parameter finish: gets the whole report, and ends the process.
    func run(
        _ report: inout DoctorReport, finish: @escaping @Sendable (DoctorReport) throws -> Void
    ) throws {
        guard configuration.discordToken != nil else {
            report.add("discord", .doubtful("no bot token: what needs Discord answers 804"))
            return try finish(report)
        }
        if let path = configuration.discordCAFile, access(path, R_OK) != 0 {
            let reason = String(cString: strerror(errno))
            report.add("discord", .bad("DISCORD_CA_FILE \(path) can't be read: \(reason)"))
            return try finish(report)
        }
        let sofar = report
        EventLoop.run {
            spawn {
                var report = sofar
                report.add("discord", await self.finding)
                do {
                    try finish(report)
                    exit(ExitCode.success)
                } catch {
                    exit(Program.tell(error))
                }
            }
        }
    }

    @LoopActor
    private var finding: DoctorReport.Finding {
        get async {
            let discord = DiscordConfiguration(configuration, version: Version.text)
            let client = DiscordClient(discord, budget: UnlimitedBudget(), log: .silent)
            let calls = client.acting(until: .now() + Self.limit)
            do throws(DiscordError) {
                let bot = try await calls.bot()
                return .good("\(configuration.discordBase) knows the bot as \(bot.username)")
            } catch {
                return DoctorFindings.discord(error, configuration.discordBase)
            }
        }
    }
}
