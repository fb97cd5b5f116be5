/// Decides how long to wait before the next attempt to connect: doubling, with jitter, so that many
/// workers don't reconnect at the same moment.
package struct BackoffMachine: Sendable {
    package private(set) var failures = 0
    private let first: Duration
    private let longest: Duration

    package init(
        first: Duration = .milliseconds(50), longest: Duration = .seconds(2)
    ) {
        self.first = first
        self.longest = longest
    }

    package mutating func succeeded() {
        failures = 0
    }

    /// - Parameter random: 0…1
    /// - Returns: from half of the step to all of it.
    package mutating func failed(random: Double) -> Duration {
        failures += 1
        let step = min(longest, first * (1 << min(failures - 1, 16)))
        return step * (0.5 + random / 2)
    }
}
