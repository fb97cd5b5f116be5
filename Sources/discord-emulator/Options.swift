/// The parsed command line.
struct Options {
    var host = "127.0.0.1"
    var port: UInt16 = 0
    var world: String?

    enum Outcome {
        case serve(Options)
        case help
        case mistake(String)
    }

    static let help = """
        Usage: discord-emulator [--host ADDRESS] [--port PORT] [--world FILE]

        Answers as Discord's HTTP API does, with its state in memory. The first line it prints is the
        address to give as DISCORD_API_BASE, the second the bot's token for DISCORD_BOT_TOKEN.

          --host ADDRESS   where to listen (127.0.0.1)
          --port PORT      the port; 0 is any free one (0)
          --world FILE     a JSON document of users and guilds; see deploy/demo-guild.json
          --help           this text

        Tests act on it under /_control, which an unknown path there lists. SIGTERM and SIGINT end it.
        """

    static func parse(_ arguments: [String]) -> Outcome {
        var options = Options()
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--help" || name == "-h" { return .help }
            guard ["--host", "--port", "--world"].contains(name) else {
                return .mistake("unknown argument \(name)")
            }
            guard let value = rest.popFirst() else { return .mistake("\(name) wants a value") }
            switch name {
            case "--host": options.host = value
            case "--world": options.world = value
            default:
                guard let port = UInt16(value) else { return .mistake("no port: \(value)") }
                options.port = port
            }
        }
        return .serve(options)
    }
}
