import EventLoop
import Glibc
import Testing

/// Runs a test's body in a task on the test process's loop, as product code runs, and returns its result.
package func onLoop<Value: Sendable>(
    _ body: @escaping @LoopActor () async throws -> Value
) async throws -> Value {
    TestLoop.start()
    return try await withCheckedThrowingContinuation { continuation in
        spawn {
            TimeLimits.relax()
            do {
                continuation.resume(returning: try await body())
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

/// Waits on the loop until a condition holds: what tests on the loop wait with, instead of sleeping for a while and hoping.
///
/// A test that waits in vain for a minute fails, and goes on.
@LoopActor
package func until(
    fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
    column: Int = #column, _ condition: @LoopActor () async throws -> Bool
) async rethrows {
    let end = Instant.now() + .seconds(60)
    while try await !condition() {
        guard Instant.now() < end else {
            let place = SourceLocation(
                fileID: fileID, filePath: filePath, line: line, column: column)
            Issue.record("not within a minute", sourceLocation: place)
            return
        }
        await sleep(for: .milliseconds(2))
    }
}

/// The thread that pumps the loop while tests run.
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
