import CLinux
import DiscordEmulator
import Essentials
import EventLoop
import Glibc

/// `discord-emulator`: Discord's API for tests, benches and demos, in a process of its own.
enum Program {
    static func run() {
        switch Options.parse(Array(CommandLine.arguments.dropFirst())) {
        case .help: print(Options.help)
        case .mistake(let words):
            complain("\(words)\n\n\(Options.help)")
            exit(2)
        case .serve(let options): serve(options)
        }
    }

    private static func complain(_ words: String) {
        let text = "discord-emulator: \(words)\n"
        _ = write(STDERR_FILENO, text, text.utf8.count)
    }

    private static func serve(_ options: Options) {
        Signals.ignoreBrokenPipes()
        EventLoop.run {
            Signals.handle([SIGTERM, SIGINT]) { _ in EventLoop.shared.stop() }
            let emulator = DiscordEmulator()
            do {
                if let path = options.world { try load(path, into: emulator) }
                try emulator.start(host: options.host, port: options.port)
            } catch {
                complain("\(error)")
                exit(1)
            }
            announce(emulator)
            running = emulator
        }
    }

    /// Kept for as long as the loop runs.
    @LoopActor private static var running: DiscordEmulator?

    @LoopActor private static func load(
        _ path: String, into emulator: DiscordEmulator
    ) throws {
        do {
            try WorldDocument(parsing: TextFile.read(path)).build(in: emulator.world)
        } catch {
            throw LoadFailure(description: "\(path): \(error)")
        }
    }

    /// Scripts read the first line.
    @LoopActor private static func announce(_ emulator: DiscordEmulator) {
        print(emulator.baseURL)
        print("bot token: \(emulator.world.token)")
        for guild in emulator.world.botGuilds.prefix(10) {
            print("guild \(guild.id): \(guild.name)")
        }
        fflush(nil)
    }
}

private struct LoadFailure: Error, CustomStringConvertible {
    let description: String
}
