/// The global actor that isolates all state of a process: one thread, one loop.
@globalActor
package actor LoopActor {
    package static let shared = LoopActor()

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        LoopExecutor.shared.asUnownedSerialExecutor()
    }

    /// Runs synchronous actor code from nonisolated code that is known to be on the loop's thread;
    /// on any other thread the process stops.
    package static func assumeIsolated<Value>(
        _ body: @LoopActor () throws -> Value
    ) rethrows -> Value {
        shared.preconditionIsolated()
        // As in the standard library's MainActor.assumeIsolated: the check above justifies the cast.
        return try withoutActuallyEscaping(body) { body in
            try unsafeBitCast(body, to: (() throws -> Value).self)()
        }
    }
}

/// Starts a task on the loop; it runs at once up to its first suspension.
///
/// The only way to start one: a bare `Task {}` has no executor preference, and its continuations would come back
/// through another thread.
package func spawn(_ body: @escaping @LoopActor () async -> Void) {
    _ = spawnCancellable(body)
}

/// As ``spawn(_:)``, with the task to be cancelled.
package func spawnCancellable(_ body: @escaping @LoopActor () async -> Void) -> Task<Void, Never> {
    Task.immediate(executorPreference: LoopExecutor.shared) { @LoopActor in
        await body()
    }
}

/// Suspends the task for a time, by the loop's own timers.
@LoopActor
package func sleep(for duration: Duration) async {
    let elapsed = Promise<Void>()
    EventLoop.shared.schedule(after: duration) { elapsed.fulfil(()) }
    await elapsed.value
}
