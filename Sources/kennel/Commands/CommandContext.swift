import Glibc
import Modules
import Schema

/// What commands need at their start: the settings, the path of this executable, the migrations.
struct CommandContext {
    let configuration: Configuration
    /// The environment for child processes: this process's, with the settings from flags.
    let environment: [String: String]
    /// The absolute path of this executable.
    let executable: String

    init(_ invocation: Invocation) throws {
        let own = Environment.all()
        configuration = try Configuration(environment: own, flags: invocation.settings)
        environment = own.merging(configuration.overrides) { $1 }
        executable = try Self.findExecutable()
        LogSink.standardError.use(configuration.logFormat)
    }

    var log: Log { Log(level: configuration.logLevel) }

    /// The built-in migrations, or those of the configured folder; an unusable folder is a configuration error.
    func migrator() throws(CommandFailure) -> Migrator {
        do {
            guard let folder = configuration.migrations else { return try Schema.migrator() }
            return try Migrator(folder: folder)
        } catch {
            throw CommandFailure(message: "\(error)", exitCode: ExitCode.configuration)
        }
    }

    /// A blocking connection for this command, without a pooler.
    func connect() throws(CommandFailure) -> SynchronousDatabase {
        do {
            return try SynchronousDatabase(
                url: configuration.directDatabaseURL ?? configuration.databaseURL)
        } catch {
            throw CommandFailure(
                message: "The database can't be reached: \(error)", exitCode: ExitCode.unavailable)
        }
    }

    private static func findExecutable() throws(CommandFailure) -> String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count)
        guard count > 0 else {
            throw CommandFailure(message: "/proc isn't there.", exitCode: ExitCode.system)
        }
        return String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
