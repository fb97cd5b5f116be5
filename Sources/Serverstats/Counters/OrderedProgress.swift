/// The progress of a concurrent walk over guilds: the position up to which all are done.
struct OrderedProgress {
    /// Progress that hasn't been reported yet.
    struct Step: Hashable {
        var position: Int64
        var done = 0
        var failed = 0
    }

    private var begun: [(guild: Int64, isOK: Bool?)] = []
    private(set) var step: Step

    init(position: Int64) {
        step = Step(position: position)
    }

    /// Guilds begin in the order of their ids.
    mutating func begin(_ guild: Int64) {
        begun.append((guild, nil))
    }

    mutating func end(_ guild: Int64, isOK: Bool) {
        guard let place = begun.firstIndex(where: { $0.guild == guild }) else { return }
        begun[place].isOK = isOK
        while let (guild, isOK) = begun.first, let isOK {
            begun.removeFirst()
            step.position = guild
            if isOK { step.done += 1 } else { step.failed += 1 }
        }
    }

    /// Returns the unreported progress and resets it.
    mutating func take() -> Step {
        defer { step = Step(position: step.position) }
        return step
    }

    var isEmpty: Bool { step.done + step.failed == 0 }
}
