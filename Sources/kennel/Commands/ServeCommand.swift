import EventLoop
import Glibc

/// `kennel serve`: checks the settings and becomes the supervisor, so that `ps` shows what each process is.
enum ServeCommand {
    static func run(_ invocation: Invocation) throws {
        let context = try CommandContext(invocation)
        _ = try context.migrator()
        let arguments = CStringArray(["kennel", "supervisor"])
        let variables = CStringArray(context.environment.map { "\($0.key)=\($0.value)" })
        execve(context.executable, arguments.pointer, variables.pointer)
        throw CommandFailure(
            message: "\(context.executable) can't be started: \(String(cString: strerror(errno)))",
            exitCode: ExitCode.system)
    }
}
