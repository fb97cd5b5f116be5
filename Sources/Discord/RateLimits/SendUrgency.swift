import EventLoop

/// How pressing a question for times of the budget is. The more pressing ones are given times further ahead, so that across workers
/// they come before the others.
package enum SendUrgency: Int, Hashable, Sendable, CaseIterable {
    /// Background calls.
    case background
    /// Interactive calls where every party has many of them.
    case surplus
    /// One interactive call of each party, where some have few.
    case interactive

    /// Times are given out while the next free one is no further away. A run's calls so leave at most this, and what they take
    /// at once, before an interactive one.
    var horizon: Duration {
        switch self {
        case .background: .milliseconds(75)
        case .surplus: .milliseconds(100)
        case .interactive: .milliseconds(150)
        }
    }

    /// How many times are asked for at once.
    func most(_ rate: Int) -> Int {
        max(1, Int(Double(rate) * span.inSeconds))
    }

    /// How long the times of one question last. A surplus asks for few: that is what another worker's single call waits for.
    private var span: Duration {
        self == .surplus ? horizon / 2 : horizon
    }
}
