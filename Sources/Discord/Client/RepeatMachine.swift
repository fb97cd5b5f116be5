import Essentials
import EventLoop

/// Decides whether a call that failed is made again, and after what pause. Rate limits are not its business.
struct RepeatMachine {
    /// An attempt that brought no good answer.
    enum Failure: Hashable, Sendable {
        case transfer(TransferFailure)
        case answer(status: Int, retryAfter: Duration?)
    }

    /// Past this a call is given up, however long it may wait.
    static let mostRepeats = 6
    private static let firstPause = Duration.milliseconds(250)
    private static let longestPause = Duration.seconds(4)

    private let isRepeatable: Bool
    private(set) var repeats = 0

    /// - Parameter isRepeatable: whether a server may get the call twice.
    init(isRepeatable: Bool) { self.isRepeatable = isRepeatable }

    /// The pause before the next attempt; nil: there is none.
    /// - Parameter chance: 0…1, so that calls that failed together don't come back together.
    mutating func pause(after failure: Failure, chance: Double = .random(in: 0...1)) -> Duration? {
        guard repeats < Self.mostRepeats, mayRepeat(after: failure) else { return nil }
        let pause = min(Self.longestPause, Self.firstPause * (1 << repeats))
        repeats += 1
        let jittered = pause * (0.5 + chance / 2)
        guard case .answer(_, let wanted?) = failure else { return jittered }
        return max(jittered, wanted)
    }

    private func mayRepeat(after failure: Failure) -> Bool {
        switch failure {
        case .transfer(let failure):
            failure.isPassing && (isRepeatable || failure.isUnsent)
        case .answer(let status, _): isRepeatable && [502, 503, 504].contains(status)
        }
    }
}
