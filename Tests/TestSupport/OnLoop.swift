import EventLoop
import Glibc

/// Runs a test's body in a task on the test process's loop, as product code runs, and returns its result.
package func onLoop<Value: Sendable>(
    _ body: @escaping @LoopActor () async throws -> Value
) async throws -> Value {
    TestLoop.start()
    return try await withCheckedThrowingContinuation { continuation in
        spawn {
            do {
                continuation.resume(returning: try await body())
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

/// The thread that runs the loop during tests.
private enum TestLoop {
    private static let thread: pthread_t = {
        signal(SIGPIPE, SIG_IGN)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                EventLoop.run()
                return nil
            }, nil)
        return thread
    }()

    static func start() {
        _ = thread
    }
}
