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
