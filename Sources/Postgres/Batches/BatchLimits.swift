import EventLoop

/// How large a batch and its queue may grow, and how failed batches wait.
package struct BatchLimits: Sendable {
    /// Items in one batch.
    package var items = 1_000
    /// Bytes in one batch, by the sizes that came with its items; a larger item goes alone.
    package var bytes = 1 << 20
    /// Items held at once, waiting or on their way; past it, items are refused.
    package var held = 20_000
    /// Bytes held at once, likewise.
    package var heldBytes = 64 << 20
    /// Batches on their way at once.
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
