import EventLoop
import Glibc
import HTTP

/// Discord's HTTP API, as far as Kennel uses it, with its state in memory.
@LoopActor
package final class DiscordEmulator {
    package let world = World()
    package let faults = Faults()
    /// The port it listens on, once started.
    package private(set) var port: UInt16 = 0
    private var host = "127.0.0.1"
    private var listener: Int32?
    private var server: HTTPServer?
    var log = CallLog()
    /// The calls with the bot's token that count for the global limit.
    package internal(set) var load = LoadMeter()

    package init() {}

    /// Listens and answers, until `close`. - Parameter port: 0: any free one.
    package func start(host: String = "127.0.0.1", port: UInt16 = 0) throws {
        let fd = try ListeningSocket.open(host: host, port: Int(port))
        self.host = host
        self.port = UInt16(ListeningSocket.port(of: fd))
        var limits = HTTPLimits()
        // Worlds are sent in one piece.
        limits.bodyBytes = 64 << 20
        let server = HTTPServer(limits: limits, responder: EmulatorResponder(self))
        server.addListener(fd)
        listener = fd
        self.server = server
    }

    /// Stops listening, and cuts what hangs.
    package func close() {
        faults.clear()
        server?.closeNow()
        server = nil
        if let listener { Glibc.close(listener) }
        listener = nil
    }

    /// Where the API is.
    package var baseURL: String { "\(origin)/api/v10" }

    /// Where `/_control` is.
    package var origin: String {
        let name = host == "0.0.0.0" ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)"
    }

    /// The calls received so far, in order.
    package var calls: [RecordedCall] { log.calls }

    /// The calls received that match; the path as in `Faults`.
    package func calls(_ method: String, _ path: String) -> [RecordedCall] {
        let pattern = CallPattern(method, path)
        return log.calls.filter { pattern.matches($0.method, $0.path) }
    }

    package func clearCalls() {
        log.clear()
        load = LoadMeter()
    }

    /// Back to an empty world, without limits, faults, calls; the bot and its token stay.
    package func reset() {
        faults.clear()
        clearCalls()
        world.clear()
        world.limits.reset()
        world.clock.reset()
        world.intents = World.Intents()
        world.nonceMemory = .seconds(300)
        world.shortPages = ShortPages()
    }
}
