import Essentials
import Testing
import Worker

@Suite struct LinkCodecTests {
    static let toWorker: [SupervisorMessage] = [
        .accept(slots: []), .accept(slots: [0, 3, 65_536]),
        .drain(delay: .milliseconds(5_250), limit: .seconds(30), isFinal: true),
        .drain(delay: .zero, limit: .seconds(1), isFinal: false), .stop, .collect(4_000_000_000),
    ]

    static let toSupervisor: [WorkerMessage] = [
        .ready, .heartbeat(isHealthy: true), .heartbeat(isHealthy: false),
        .metrics(0, MetricsSnapshot()), .metrics(7, .example),
    ]

    @Test(arguments: toWorker)
    func `a message to a worker comes back as it was`(_ message: SupervisorMessage) throws {
        #expect(try decode([message.line]) == [message])
    }

    @Test(arguments: toSupervisor)
    func `a message to the supervisor comes back as it was`(_ message: WorkerMessage) throws {
        #expect(try decode([message.line]) == [message])
    }

    @Test func `messages come out whole wherever the stream is cut`() throws {
        let stream = Self.toSupervisor.flatMap(\.line)
        for cut in 0...stream.count {
            let pieces = [Array(stream[..<cut]), Array(stream[cut...])]
            #expect(try decode(pieces) == Self.toSupervisor)
        }
        #expect(try decode(stream.map { [$0] }) == Self.toSupervisor)
    }

    @Test func `every shortened line is refused and none crashes`() {
        let line = WorkerMessage.metrics(7, .example).line
        for length in 0..<(line.count - 1) {
            #expect(throws: LinkError.self) {
                let _: [WorkerMessage] = try decode([line[..<length] + [UInt8(ascii: "\n")]])
            }
        }
    }

    @Test(arguments: ["{}", "[]", "7", #"{"dance":1}"#, #"{"metrics":1}"#])
    func `a message of an unknown kind is refused`(_ text: String) {
        #expect(throws: LinkError.unknownMessage) {
            let _: [WorkerMessage] = try decode([Array("\(text)\n".utf8)])
        }
    }

    @Test func `a worker of an executable with another link is refused`() {
        #expect(throws: LinkError.otherVersion(2)) {
            let _: [WorkerMessage] = try decode([Array("{\"ready\":2}\n".utf8)])
        }
    }

    @Test func `a line without an end is refused before it takes all memory`() {
        let endless = [UInt8](repeating: 1, count: 1 << 20)
        #expect(throws: LinkError.lineTooLong) {
            let _: [SupervisorMessage] = try decode(Array(repeating: endless, count: 17))
        }
    }
}

/// All messages of a stream that arrives in these pieces.
private func decode<Message: LinkMessage>(_ pieces: [[UInt8]]) throws -> [Message] {
    var decoder = LinkDecoder<Message>()
    var messages: [Message] = []
    for piece in pieces {
        piece.withUnsafeBytes { decoder.append($0) }
        while let message = try decoder.next() { messages.append(message) }
    }
    return messages
}

extension MetricsSnapshot {
    /// One family of each kind.
    static var example: MetricsSnapshot {
        MetricsSnapshot([
            Family(
                "requests_total", .counter, "Requests.",
                [Sample(#"route="/livez""#, .number(3)), Sample(#"route="/é""#, .number(1))]),
            Family("connections", .gauge, "Open connections.", [Sample(.number(12.5))]),
            Family(
                "seconds", .histogram(bounds: [0.001, 1]), "Latency.",
                [Sample(#"route="/livez""#, .distribution(counts: [5, 2, 1], sum: 4.25))]),
            Family("empty", .gauge, "Nothing.", []),
        ])
    }
}
