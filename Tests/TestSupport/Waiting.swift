import Glibc

/// Polls until there is a value. Tests wait with this instead of sleeping.
@discardableResult
package func eventually<Value>(
    _ what: @autoclosure () -> String, seconds: Int = 60, _ ask: () throws -> Value?
) throws -> Value {
    let end = monotonicSeconds() + Double(seconds)
    while true {
        if let value = try ask() { return value }
        guard monotonicSeconds() < end else {
            throw TestFailure("not within \(seconds) s: \(what())")
        }
        usleep(5_000)
    }
}

/// Waits until a condition holds.
package func eventually(
    _ what: @autoclosure () -> String, seconds: Int = 60, holds condition: () throws -> Bool
) throws {
    try eventually(what(), seconds: seconds) { try condition() ? () : nil }
}

package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A thread for code that blocks, which must not occupy the tests' cooperative threads.
package final class BlockingThread<Value: Sendable>: @unchecked Sendable {
    // Unchecked: the thread writes `value` before it ends; others read it after joining.
    private var thread = pthread_t()
    private var value: Value?
    private let body: @Sendable () -> Value

    package init(_ body: @escaping @Sendable () -> Value) {
        self.body = body
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let thread = Unmanaged<AnyObject>.fromOpaque(argument).takeRetainedValue()
                (thread as? any RunnableThread)?.run()
                return nil
            }, Unmanaged.passRetained(self as AnyObject).toOpaque())
    }

    /// Waits for the end of the body; call it once.
    package func join() throws -> Value {
        pthread_join(thread, nil)
        guard let value else { throw TestFailure("the thread could not be started") }
        return value
    }
}

private protocol RunnableThread: AnyObject { func run() }

extension BlockingThread: RunnableThread {
    fileprivate func run() { value = body() }
}
