import EventLoop

/// Runs a body several times at once on the loop, and gives what came of each.
@LoopActor
func inParallel<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable @LoopActor (Int) async throws -> Value
) async throws -> [Value] {
    let shots = (0..<count).map { _ in Promise<Result<Value, any Error>>() }
    for (place, shot) in shots.enumerated() {
        spawn {
            do { shot.fulfil(.success(try await body(place))) } catch {
                shot.fulfil(.failure(error))
            }
        }
    }
    var values: [Value] = []
    for shot in shots { values.append(try await shot.value.get()) }
    return values
}
