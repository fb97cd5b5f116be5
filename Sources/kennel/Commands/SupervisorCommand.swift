import Glibc
import Modules
import Worker

/// `kennel supervisor`: opens the sockets, then runs the workers until the service ends.
enum SupervisorCommand {
    static func run(_ invocation: Invocation) throws {
        let context = try CommandContext(invocation)
        FileLimit.raise()
        let sockets = try ServiceSockets(context.configuration)
        let launch = WorkerProcess.Launch(
            executable: context.executable,
            environment: context.environment.map { "\($0.key)=\($0.value)" }
                + ["\(WorkerCommand.listenersVariable)=\(sockets.slots.count)"],
            listeners: sockets.slots)
        EventLoop.run {
            LogFlusher.start()
            lead(context, launch, sockets)
        }
    }

    @LoopActor
    private static func lead(
        _ context: CommandContext, _ launch: WorkerProcess.Launch, _ sockets: ServiceSockets
    ) {
        let configuration = context.configuration
        let supervisor = Supervisor(
            .init(
                slots: launch.listeners.count, drainDelay: configuration.drainDelay,
                drainLimit: configuration.drainLimit), launch, log: context.log,
            notifier: ServiceNotifier(context.environment)
        ) { code in
            context.log.info("Ended", ["status": Int(code)])
            context.log.sink.flush()
            exit(code)
        }
        supervisor.serveAdmin(on: sockets.admin)
        Signals.handle([SIGTERM, SIGINT, SIGHUP]) { supervisor.received(signal: $0) }
        context.log.info(
            "Serving",
            [
                "address": "http://\(configuration.host):\(sockets.port)",
                "admin_address": "http://\(configuration.adminHost):\(sockets.adminPort)",
                "workers": launch.listeners.count, "version": Version.text,
            ])
        supervisor.start()
    }
}
