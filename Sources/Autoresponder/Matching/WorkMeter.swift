import Modules

/// Counts a task's computation, and yields to the loop after each slice, so that no guild's data block the
/// others.
///
/// A unit is roughly 10 ns in a release build: a step in a tree, a character in the cache.
@LoopActor
final class WorkMeter {
    /// The units in a slice: a millisecond.
    nonisolated static let slice = 100_000

    /// The number of pauses, and the largest slice.
    private(set) var pauses = 0
    private(set) var largestSlice = 0
    private var spent = 0

    nonisolated init() {}

    /// Returns whether the slice is used up: ``pause()`` is due.
    func spend(_ units: Int) -> Bool {
        spent += units
        largestSlice = max(largestSlice, spent)
        return spent >= Self.slice
    }

    func pause() async {
        spent = 0
        pauses += 1
        await SliceQueue.shared.turn()
    }

    /// Counts work, and pauses if the slice is used up.
    func work(_ units: Int) async {
        if spend(units) { await pause() }
    }
}
