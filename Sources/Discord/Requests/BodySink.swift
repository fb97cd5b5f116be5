import EventLoop

/// Takes an answer's body while it comes.
@LoopActor
protocol BodySink: AnyObject, Sendable {
    /// An attempt begins: what came of an earlier one doesn't count.
    func begin()
    func take(_ bytes: UnsafeRawBufferPointer)
}
