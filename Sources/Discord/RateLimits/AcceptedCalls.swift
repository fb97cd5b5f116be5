/// Which guilds' routes, and which OAuth tokens, Discord has accepted calls of lately: the refusals of others don't stop these.
struct AcceptedCalls {
    /// The recent half and the half before. Hashes take less room than routes' names.
    private var recent: Set<Int> = []
    private var older: Set<Int> = []
    private let half: Int

    /// - Parameter capacity: how many are remembered at most.
    init(capacity: Int = 20_000) {
        half = capacity / 2
    }

    var count: Int { recent.count + older.count }

    func contains(_ key: RefusalKey) -> Bool {
        let hash = key.hashValue
        return recent.contains(hash) || older.contains(hash)
    }

    mutating func insert(_ key: RefusalKey) {
        let hash = key.hashValue
        guard !recent.contains(hash) else { return }
        if recent.count >= half {
            older = recent
            recent = []
        }
        older.remove(hash)
        recent.insert(hash)
    }

    mutating func remove(_ key: RefusalKey) {
        recent.remove(key.hashValue)
        older.remove(key.hashValue)
    }
}
