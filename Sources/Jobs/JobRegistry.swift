/// One shard of a run that may be claimed.
struct OpenShard: Hashable {
    let kind: String
    let run: Int64
    let shard: Int16
}

/// Decides which open shard a worker tries next.
struct JobRegistry {
    private let atOnce: [String: Int]
    private var open: [OpenShard] = []
    private(set) var active: Set<OpenShard> = []

    /// - Parameter atOnce: how many shards of each kind the worker does at once.
    init(atOnce: [String: Int]) {
        self.atOnce = atOnce
    }

    /// Replaces the open shards. They are shuffled, so that workers seldom try the same one.
    mutating func show(_ shards: [OpenShard], using random: inout some RandomNumberGenerator) {
        open = shards.shuffled(using: &random)
    }

    /// The next shard to try; it counts as active from now on.
    mutating func next() -> OpenShard? {
        let index = open.lastIndex { shard in
            !active.contains(shard) && activeCount(shard.kind) < atOnce[shard.kind] ?? 0
        }
        guard let index else { return nil }
        let shard = open.remove(at: index)
        active.insert(shard)
        return shard
    }

    mutating func ended(_ shard: OpenShard) {
        active.remove(shard)
    }

    private func activeCount(_ kind: String) -> Int {
        active.count { $0.kind == kind }
    }
}
