import Modules

/// The compiled triggers of recently checked guilds. Each is valid for one version, which every check reads from the
/// database, so a change on any worker applies from the next check on.
@LoopActor
final class TriggerSetCache {
    private let database: Database
    private let limit: Int
    private var sets = RecencyList<Snowflake, TriggerSet>()
    private var loads: [Snowflake: [Promise<Void>]] = [:]
    private var bytes = 0
    private var hits = MetricCounter(
        "kennel_autoresponder_hits_total", "Checks that found their triggers compiled.")
    private(set) var misses = MetricCounter(
        "kennel_autoresponder_misses_total", "Checks that had to read triggers.")

    /// - Parameter limit: the maximum total size in bytes; the last used set is always kept.
    init(_ database: Database, limit: Int = 64 << 20) {
        self.database = database
        self.limit = limit
    }

    /// How many guilds' triggers are kept.
    var guilds: Int { sets.count }

    var metrics: [any Metric] {
        [
            MetricGauge(
                "kennel_autoresponder_guilds", "Guilds whose triggers are kept compiled.", guilds),
            MetricGauge(
                "kennel_autoresponder_bytes", "Approximate memory of compiled triggers.", bytes),
            hits, misses,
        ]
    }

    /// The guild's triggers, of this version or a later one; nil if the module has been disabled meanwhile.
    func triggers(
        of guild: Snowflake, version: Int64, deadline: Instant
    ) async throws(DatabaseError) -> TriggerSet? {
        if let known = known(guild, version) {
            hits += 1
            return known
        }
        misses += 1
        // Share concurrent loads, unless their result is older than this version.
        while loads[guild] != nil {
            let loaded = Promise<Void>()
            loads[guild]?.append(loaded)
            await loaded.value
            if let known = known(guild, version) { return known }
        }
        loads[guild] = []
        defer { for waiting in loads.removeValue(forKey: guild) ?? [] { waiting.fulfil(()) } }
        guard let set = try await load(guild, deadline: deadline) else {
            forget(guild)
            return nil
        }
        keep(set, of: guild)
        return set
    }

    private func known(_ guild: Snowflake, _ version: Int64) -> TriggerSet? {
        guard let set = sets.use(guild), set.version >= version else { return nil }
        return set
    }

    private func load(
        _ guild: Snowflake, deadline: Instant
    ) async throws(DatabaseError) -> TriggerSet? {
        for _ in 0..<Self.attempts {
            let loading = TriggerSetLoading(database, guild, deadline: deadline)
            switch try await loading.run(toleratesChanges: false) {
            case .loaded(let set): return set
            case .disabled: return nil
            case .changed: break
            }
        }
        // The triggers change constantly. The set carries the first page's version, so the next check reads it again.
        let loading = TriggerSetLoading(database, guild, deadline: deadline)
        guard case .loaded(let set) = try await loading.run(toleratesChanges: true) else {
            return nil
        }
        return set
    }

    private static let attempts = 3

    private func keep(_ set: TriggerSet, of guild: Snowflake) {
        forget(guild)
        sets.insert(set, for: guild)
        bytes += set.size
        while bytes > limit, sets.count > 1, let oldest = sets.removeOldest() {
            bytes -= oldest.size
        }
    }

    private func forget(_ guild: Snowflake) {
        guard let gone = sets.remove(guild) else { return }
        bytes -= gone.size
    }
}
