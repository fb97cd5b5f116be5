import Glibc
import Modules
import Worker

/// `kennel worker N`: serves until its supervisor tells it to stop, or is gone.
enum WorkerCommand {
    /// The variable with the number of listening sockets that a worker inherits, after the link.
    static let listenersVariable = "KENNEL_LISTENERS"
    private static let linkDescriptor: Int32 = 3

    static func run(_ invocation: Invocation) throws {
        let context = try CommandContext(invocation)
        let slot = Int(invocation.arguments[0]) ?? 0
        let inheritance = try inherit(context)
        let migrator = try context.migrator()
        let log = context.log.with(["worker": slot])
        var failure: CommandFailure?
        EventLoop.run {
            LogFlusher.start()
            // The supervisor gets these signals too, and decides what workers do.
            Signals.handle([SIGTERM, SIGINT, SIGHUP]) { _ in }
            do {
                let worker = try APIWorker(
                    inheritance, configuration: context.configuration, migrator: migrator,
                    version: Version.text, log: log)
                worker.start()
            } catch {
                failure = CommandFailure(message: "\(error)", exitCode: ExitCode.configuration)
                EventLoop.shared.stop()
            }
        }
        if let failure { throw failure }
    }

    private static func inherit(
        _ context: CommandContext
    ) throws(CommandFailure) -> APIWorker.Inheritance {
        guard let count = context.environment[listenersVariable].flatMap({ Int32($0) }) else {
            throw CommandFailure(
                message: "A worker is started by its supervisor: `kennel serve`.",
                exitCode: ExitCode.usage)
        }
        let listeners = Array(linkDescriptor + 1..<linkDescriptor + 1 + count)
        for fd in [linkDescriptor] + listeners { _ = fcntl(fd, F_SETFD, FD_CLOEXEC) }
        return APIWorker.Inheritance(link: linkDescriptor, listeners: listeners)
    }
}
