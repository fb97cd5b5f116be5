import EventLoop

/// Counts what a task computes, and lets the loop go on after each slice, so that nothing a guild stores or sends holds up
/// the others.
///
/// A unit is roughly 10 ns in a release build: a step in a tree, a character that was met before.
@LoopActor
final class WorkMeter {
    /// So many units make a slice: a millisecond.
    nonisolated static let slice = 100_000

    /// How often the task let the loop go on, and its largest slice.
    private(set) var pauses = 0
    private(set) var largestSlice = 0
    private var spent = 0

    nonisolated init() {}

    /// Whether the slice is over: ``pause()`` is due.
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

    /// Counts work that was done.
    func work(_ units: Int) async {
        if spend(units) { await pause() }
    }
}
