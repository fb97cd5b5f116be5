import EventLoop

/// Knows whether this process can serve.
package protocol ReadinessSource: AnyObject, Sendable {
    /// Why it can't, as a sentence for operators; nil while it can.
    @LoopActor var unreadiness: String? { get }
}
