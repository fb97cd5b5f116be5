import EventLoop

/// Buffers of connections that have nothing to read or to send just now. The one given back last goes out first: it is
/// still in the processor's cache.
@LoopActor
final class BufferPool {
    /// More than these aren't kept.
    static let kept = 256

    private let limits: HTTPLimits
    let memory: InputMemory
    private var inputs: [RequestBuffer] = []
    private var outputs: [OutputBuffer] = []

    init(limits: HTTPLimits) {
        self.limits = limits
        memory = InputMemory(bound: limits.inputBytes)
    }

    func takeInput() -> RequestBuffer {
        inputs.popLast() ?? RequestBuffer(limits: limits, account: memory)
    }

    func giveBack(_ input: RequestBuffer) {
        guard inputs.count < Self.kept else { return }
        input.clear()
        inputs.append(input)
    }

    func takeOutput() -> OutputBuffer {
        outputs.popLast() ?? OutputBuffer()
    }

    func giveBack(_ output: OutputBuffer) {
        guard outputs.count < Self.kept else { return }
        output.clear()
        outputs.append(output)
    }
}
