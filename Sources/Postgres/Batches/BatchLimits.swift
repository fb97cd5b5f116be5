import EventLoop

/// The limits of batches and their queue, and the waits after failures.
package struct BatchLimits: Sendable {
    /// Items in one batch.
    package var items = 1_000
    /// Bytes in one batch, by the sizes given with its items; a larger item is sent alone.
    package var bytes = 1 << 20
    /// Items held at once, waiting or in flight; beyond it, items are refused.
    package var held = 20_000
    /// Bytes held at once, likewise.
    package var heldBytes = 64 << 20
    /// Batches in flight at once.
    package var flights = 1
    /// The wait before a batch is sent again; it doubles with each attempt…
    package var firstWait = Duration.milliseconds(20)
    /// …up to this.
    package var longestWait = Duration.milliseconds(500)

    package init() {}

    func wait(beforeAttempt attempt: Int) -> Duration {
        min(longestWait, firstWait * (1 << min(attempt - 1, 10)))
    }
}
