import Glibc
import TestSupport

/// Clients that store events as fast as they are answered, each over its own connection, and remember what became of
/// each event.
final class Load: Sendable {
    /// What became of one event sent.
    enum Fate: Sendable, Equatable {
        case answered(status: Int, code: Int?, hasRetryAfter: Bool)
        /// The connection ended, or was silent, before the whole answer was there.
        case unanswered(HTTPClient.Failure)

        var isStored: Bool {
            if case .answered(200, _, _) = self { return true }
            return false
        }
    }

    struct Event: Sendable {
        let id: Int
        let fate: Fate
        let seconds: Double
        /// The client's end of the connection it was sent on.
        let port: UInt16
    }

    private struct State: Sendable {
        var stopped = false
        var mayReconnect = true
        var answered = 0
        var refusals = 0
        var connections: [Int: UInt16] = [:]
    }

    private let world: World
    private let guilds: [Int]
    private let state = Locked(State())
    private let threads = Locked<[BlockingThread<[Event]>]>([])

    /// - Parameter first: the first client's number, so that the events of several loads have ids of their own.
    init(_ world: World, clients: Int, guilds: [Int], first: Int = 1) {
        self.world = world
        self.guilds = guilds
        threads.value = (0..<clients).map { number in
            BlockingThread { [self] in client(number + first) }
        }
    }

    /// How many events were answered until now, with whatever status.
    var answered: Int { state.value.answered }
    /// How often nobody took a connection.
    var refusals: Int { state.value.refusals }
    /// The local ports of the clients' present connections.
    var ports: [UInt16] { Array(state.value.connections.values) }

    /// From now on a client whose connection ends, or is told to close it, makes no new one.
    func stopReconnecting() { state.change { $0.mayReconnect = false } }

    /// Waits until that many more events were answered.
    func awaitAnswers(_ count: Int, seconds: Int = 60) throws {
        let goal = answered + count
        try eventually("\(count) more events are answered", seconds: seconds) { answered >= goal }
    }

    /// Ends the load after what is being sent, and returns all events.
    func finish() throws -> [Event] {
        state.change { $0.stopped = true }
        return try threads.value.flatMap { try $0.join() }
    }

    private func client(_ number: Int) -> [Event] {
        var events: [Event] = []
        var connection: HTTPClient?
        while !state.value.stopped {
            guard let client = connection ?? connect(number) else {
                if !state.value.mayReconnect { return events }
                usleep(2_000)
                continue
            }
            let (event, closes) = store(number * 10_000_000 + events.count, over: client)
            events.append(event)
            connection = closes ? nil : client
            if case .answered = event.fate { state.change { $0.answered += 1 } }
        }
        return events
    }

    private func connect(_ number: Int) -> HTTPClient? {
        guard state.value.mayReconnect else { return nil }
        guard let client = try? world.cluster.connect() else {
            state.change { $0.refusals += 1 }
            return nil
        }
        state.change { $0.connections[number] = client.localPort }
        return client
    }

    /// Sends one event; says whether the connection is at its end.
    private func store(_ id: Int, over client: HTTPClient) -> (Event, closes: Bool) {
        let begin = monotonicSeconds()
        func event(_ fate: Fate) -> Event {
            let seconds = monotonicSeconds() - begin
            return Event(id: id, fate: fate, seconds: seconds, port: client.localPort)
        }
        do {
            let body = World.message(id, guild: guilds[id % guilds.count])
            let answer = try world.send("POST", World.messagesSent, body, over: client)
            let hasRetryAfter = answer.header("retry-after") != nil
            return (
                event(
                    .answered(
                        status: answer.status, code: answer.errorCode, hasRetryAfter: hasRetryAfter)
                ),
                answer.closes
            )
        } catch {
            return (event(.unanswered(error)), true)
        }
    }
}
