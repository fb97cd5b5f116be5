import EventLoop

/// Runs a body several times at once on the loop, and gives what came of each.
@LoopActor
package func inParallel<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable @LoopActor (Int) async throws -> Value
) async throws -> [Value] {
    let promises = (0..<count).map { _ in Promise<Result<Value, any Error>>() }
    for (place, promise) in promises.enumerated() {
        spawn {
            do {
                promise.fulfil(.success(try await body(place)))
            } catch {
                promise.fulfil(.failure(error))
            }
        }
    }
    var values: [Value] = []
    for promise in promises { values.append(try await promise.value.get()) }
    return values
}

/// Waits on the loop until a condition holds.
/// - Parameter failure: what is said if it doesn't come to that.
@LoopActor
package func until(
    _ failure: @autoclosure () -> String = "it never came to that",
    _ condition: @LoopActor () async throws -> Bool
) async throws {
    let end = Instant.now() + .seconds(60)
    while try await !condition() {
        guard Instant.now() < end else { throw TestFailure(failure()) }
        await sleep(for: .milliseconds(5))
    }
}
