import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing
import Worker

/// The link over a real socket pair.
@Suite struct LinkTests {
    @Test func `messages reach the other end in order, large ones too`() async throws {
        let large = MetricsSnapshot([
            .init(
                "big", .counter, String(repeating: "x", count: 1_000_000), [.init(.number(1))])
        ])
        let sent: [WorkerMessage] = [.ready, .metrics(1, large), .heartbeat(isHealthy: true)]
        let received = try await onLoop {
            let ends = try #require(linkPair())
            let inbox = Inbox(awaiting: sent.count)
            let supervisor = Link<WorkerMessage, SupervisorMessage>(ends.supervisor, inbox.take)
            let worker = Link<SupervisorMessage, WorkerMessage>(ends.worker) { _ in }
            for message in sent { worker.send(message) }
            await inbox.isFull.value
            supervisor.close()
            worker.close()
            return inbox.messages
        }
        #expect(received == sent)
    }

    @Test func `a peer that goes is reported once, after what it said`() async throws {
        let (messages, ends) = try await onLoop {
            let ends = try #require(linkPair())
            let inbox = Inbox(awaiting: .max)
            let supervisor = Link<WorkerMessage, SupervisorMessage>(ends.supervisor, inbox.take)
            let worker = Link<SupervisorMessage, WorkerMessage>(ends.worker) { _ in }
            worker.send(.ready)
            worker.close()
            await inbox.isFull.value
            supervisor.readRest()
            supervisor.close()
            return (inbox.messages, inbox.ends)
        }
        #expect(messages == [.ready])
        #expect(ends == 1)
    }

    @Test func `a peer that sends nonsense counts as gone`() async throws {
        let ends = try await onLoop {
            let ends = try #require(linkPair())
            let inbox = Inbox(awaiting: .max)
            let supervisor = Link<WorkerMessage, SupervisorMessage>(ends.supervisor, inbox.take)
            let nonsense = Array("nonsense\n".utf8)
            _ = write(ends.worker, nonsense, nonsense.count)
            await inbox.isFull.value
            supervisor.close()
            close(ends.worker)
            return inbox.ends
        }
        #expect(ends == 1)
    }

    @Test func `what is already there can be read at once when the process has ended`() async throws
    {
        let messages = try await onLoop {
            let ends = try #require(linkPair())
            let inbox = Inbox(awaiting: .max)
            let supervisor = Link<WorkerMessage, SupervisorMessage>(ends.supervisor, inbox.take)
            let worker = Link<SupervisorMessage, WorkerMessage>(ends.worker) { _ in }
            worker.send(.metrics(0, .example))
            worker.close()
            supervisor.readRest()
            supervisor.close()
            return inbox.messages
        }
        #expect(messages == [.metrics(0, .example)])
    }

    @Test func `news that the next makes old isn't queued behind a reader that stands still`()
        async throws
    {
        let count = try await onLoop {
            let ends = try #require(linkPair())
            let inbox = Inbox(awaiting: .max)
            let worker = Link<SupervisorMessage, WorkerMessage>(ends.worker) { _ in }
            for _ in 0..<1_000_000 { worker.sendUnlessBusy(.heartbeat(isHealthy: true)) }
            let supervisor = Link<WorkerMessage, SupervisorMessage>(ends.supervisor, inbox.take)
            supervisor.readRest()
            let count = inbox.messages.count
            supervisor.close()
            worker.close()
            return count
        }
        #expect(count > 0 && count < 1_000_000)
    }
}

/// Collects what a link reports.
@LoopActor
private final class Inbox {
    private(set) var messages: [WorkerMessage] = []
    private(set) var ends = 0
    /// When as many messages as awaited have come, or the link has ended.
    let isFull = Promise<Void>()
    private let awaited: Int

    init(awaiting awaited: Int) {
        self.awaited = awaited
    }

    func take(_ event: Link<WorkerMessage, SupervisorMessage>.Event) {
        switch event {
        case .received(let message): messages.append(message)
        case .ended: ends += 1
        }
        if messages.count >= awaited || ends > 0 { isFull.fulfil(()) }
    }
}
