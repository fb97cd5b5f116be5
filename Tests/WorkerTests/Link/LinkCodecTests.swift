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
        #expect(try decode([message.frame]) == [message])
    }

    @Test(arguments: toSupervisor)
    func `a message to the supervisor comes back as it was`(_ message: WorkerMessage) throws {
        #expect(try decode([message.frame]) == [message])
    }

    @Test func `messages come out whole wherever the stream is cut`() throws {
        let stream = Self.toSupervisor.flatMap(\.frame)
        for cut in 0...stream.count {
            let pieces = [Array(stream[..<cut]), Array(stream[cut...])]
            #expect(try decode(pieces) == Self.toSupervisor)
        }
        #expect(try decode(stream.map { [$0] }) == Self.toSupervisor)
    }

    @Test func `every shortened body is refused and none crashes`() {
        let frame = WorkerMessage.metrics(7, .example).frame
        for length in 0..<(frame.count - 4) {
            var header = WireWriter()
            header.write(UInt32(length))
            #expect(throws: WireError.self) {
                let _: [WorkerMessage] = try decode([header.bytes + frame[4..<(4 + length)]])
            }
        }
    }

    @Test func `a body that is too long is refused`() {
        #expect(throws: WireError.hasTrailingBytes) {
            let _: [WorkerMessage] = try decode([[2, 0, 0, 0, 1, 1]])
        }
    }

    @Test func `a message of an unknown kind is refused`() {
        #expect(throws: WireError.unknownKind(99)) {
            let _: [WorkerMessage] = try decode([[1, 0, 0, 0, 99]])
        }
    }

    @Test func `a frame that claims gigabytes is refused before they are awaited`() {
        #expect(throws: WireError.frameTooLong(0xFFFF_FFFF)) {
            let _: [SupervisorMessage] = try decode([[255, 255, 255, 255]])
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
