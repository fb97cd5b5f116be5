/// A value that is set once, and the one task that waits for it.
@LoopActor
package final class Promise<Value: Sendable> {
    private var arrived: Value?
    private var waiter: UnsafeContinuation<Value, Never>?

    package init() {}

    /// Sets the value. Later values are ignored, so a deadline and an answer can race.
    package func fulfil(_ value: Value) {
        guard arrived == nil else { return }
        arrived = value
        guard let waiter else { return }
        self.waiter = nil
        waiter.resume(returning: value)
    }

    package var isFulfilled: Bool {
        arrived != nil
    }

    /// Waits for the value. Only one task may wait.
    package var value: Value {
        get async {
            if let arrived { return arrived }
            precondition(waiter == nil, "a Promise has one waiter")
            return await withUnsafeContinuation { waiter = $0 }
        }
    }
}
