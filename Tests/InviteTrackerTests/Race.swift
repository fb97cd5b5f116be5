import EventLoop

/// Tasks that run at once, and the first thing that went wrong in them.
@LoopActor
final class Race {
    private var running = 0
    private var failure: (any Error)?
    private let over = Promise<Void>()

    func enter(_ body: @escaping @LoopActor () async throws -> Void) {
        running += 1
        spawn {
            do { try await body() } catch { self.failure = self.failure ?? error }
            self.running -= 1
            if self.running == 0 { self.over.fulfil(()) }
        }
    }

    func finish() async throws {
        if running > 0 { await over.value }
        if let failure { throw failure }
    }
}
