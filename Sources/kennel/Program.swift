import Glibc
import Modules

/// Why a command failed, in one line for the user.
struct CommandFailure: Error {
    let message: String
    var exitCode = ExitCode.failure
}

/// The executable: reads the command line and runs the command.
enum Program {
    /// - Returns: the exit code.
    static func run(_ words: [String]) -> Int32 {
        Signals.ignoreBrokenPipes()
        do {
            let invocation = try CommandLineParser.parse(words)
            guard !invocation.wantsHelp else {
                show(HelpText.of(invocation.command))
                return ExitCode.success
            }
            return try execute(invocation)
        } catch {
            return tell(error)
        }
    }

    /// Prints why a command failed.
    /// - Returns: the exit code.
    static func tell(_ error: any Error) -> Int32 {
        switch error {
        case let error as UsageError:
            complain("\(error.message) `kennel help` tells what there is.")
            return ExitCode.usage
        case let error as ConfigurationError:
            complain(error.description)
            return error.isAboutFlags ? ExitCode.usage : ExitCode.configuration
        case let error as CommandFailure:
            complain(error.message)
            return error.exitCode
        default:
            complain("\(error)")
            return ExitCode.failure
        }
    }

    private static func execute(_ invocation: Invocation) throws -> Int32 {
        switch invocation.command {
        case .serve: try ServeCommand.run(invocation)
        case .supervisor: try SupervisorCommand.run(invocation)
        case .worker: try WorkerCommand.run(invocation)
        case .migrate: try MigrateCommand.run(invocation)
        case .tokenCreate: try TokenCommand.create(invocation)
        case .tokenList: try TokenCommand.list(invocation)
        case .tokenRevoke: try TokenCommand.revoke(invocation)
        case .countersUpdate: try CountersCommand.update(invocation)
        case .doctor: try DoctorCommand.run(invocation)
        case .openapi: OpenAPICommand.run()
        case .completion: show(try Completion.script(for: invocation.arguments[0]))
        case .man: show(ManualPage.text)
        case .version: show("kennel \(Version.text)\n")
        default: try help(invocation.arguments)
        }
        return ExitCode.success
    }

    private static func help(_ words: [String]) throws(UsageError) {
        guard !words.isEmpty else { return show(HelpText.overview) }
        let found = CommandLineParser.commands(under: words)
        guard !found.isEmpty else {
            throw UsageError(message: "There is no command '\(words.joined(separator: " "))'.")
        }
        let texts = found.map { HelpText.of($0) }
        show(texts.joined(separator: "\n"))
    }

    /// Writes to standard output.
    static func show(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Writes a line to standard error.
    static func complain(_ text: String) {
        write("kennel: \(text)\n", to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}

extension ConfigurationError {
    fileprivate var isAboutFlags: Bool {
        switch self {
        case .unknownFlag, .flagWithoutValue, .secretFlag: true
        case .broken, .missing, .givenTwice, .unreadable, .samePort: false
        }
    }
}
