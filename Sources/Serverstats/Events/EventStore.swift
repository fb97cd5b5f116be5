import Modules

/// Stores events in batches; each event is answered after its batch is committed.
@LoopActor
package final class EventStore {
    private let batcher: Batcher<Event, Fate>
    private let database: Database

    /// - Parameter queue: the number of events that may be queued or in flight; more are refused.
    package init(_ database: Database, queue: Int) {
        self.database = database
        var limits = BatchLimits()
        limits.held = queue
        batcher = Batcher(limits: limits) { delivery throws(DatabaseError) in
            try await Self.store(
                delivery.items, batch: delivery.id, in: database, deadline: delivery.deadline)
        }
    }

    var metrics: [any Metric] { batcher.metrics }

    /// How many batches were sent.
    package var batches: Int { batcher.sent }

    /// Stores an event and returns its outcome.
    func store(_ event: Event, deadline: Instant) async throws(DatabaseError) -> Fate {
        let fate = try await batcher.add(event, size: event.size, deadline: deadline)
        guard event.isKeyed, fate == .repeated || fate == .keptOrRepeated else { return fate }
        return try await hasOther(event, deadline) ? .other : fate
    }

    /// Stores events that came together, in their order, and returns the outcome of each.
    func store(
        _ events: [Event], deadline: Instant
    ) async -> [Result<Fate, DatabaseError>] {
        var fates = await batcher.add(events, size: \.size, deadline: deadline)
        for (place, event) in events.enumerated() where event.isKeyed {
            guard case .success(let fate) = fates[place],
                fate == .repeated || fate == .keptOrRepeated
            else { continue }
            do throws(DatabaseError) {
                if try await hasOther(event, deadline) { fates[place] = .success(.other) }
            } catch {
                fates[place] = .failure(error)
            }
        }
        return fates
    }

    /// Whether another event is stored under this event's key. Read after the commit: of several concurrent events
    /// with one key, one is stored, and each of them sees it.
    private func hasOther(_ event: Event, _ deadline: Instant) async throws(DatabaseError) -> Bool {
        guard let identity = event.identity else { return false }
        let rows = try await database.run(
            EventSQL.keyed,
            [.snowflake(event.guild), .int2(event.kind.number), .int8(identity)],
            deadline: deadline)
        guard let stored = rows.first else { return false }
        return stored.snowflakeIfPresent(0) != event.user
            || (stored.isNull(1) ? nil : stored.double(1)) != event.number
            || (stored.isNull(2) ? nil : stored.string(2)) != event.text
    }

    /// Stores a batch. Idempotent: a retry after a broken connection stores nothing twice.
    static func store(
        _ events: [Event], batch: SQLUUID, in database: Database, deadline: Instant
    ) async throws(DatabaseError) -> [Fate] {
        let statement = BoundStatement(
            EventSQL.store, [.uuid(batch)] + values(events, database.clock))
        while true {
            let rows = try await database.runTogether(
                Midnight.isNear(database.clock)
                    ? [BoundStatement(EventSQL.midnightLock), statement] : [statement],
                deadline: deadline)
            if let row = rows.first { return fates(row) }
        }
    }

    /// Reads a row of ``EventSQL/store``.
    private static func fates(_ row: Row) -> [Fate] {
        var fates = row.int16Array(0).map { Fate(rawValue: $0) ?? .off }
        guard !row.isNull(1) else { return fates.map { $0 == .kept ? .keptOrRepeated : $0 } }
        for position in row.int64Array(1) { fates[Int(position) - 1] = .repeated }
        return fates
    }

    private static func values(_ events: [Event], _ clock: DatabaseClock) -> [SQLValue] {
        [
            .int8Array(events.map(\.guild.rawValue)),
            .int2Array(events.map(\.kind.number)),
            .int4Array(events.map(\.kind.toggles.rawValue)),
            .timestamptzArray(clock.lowerBounds(at: events.map(\.arrival))),
            .nullableInt8Array(events.map(\.identity)),
            .nullableInt8Array(events.map(\.user?.rawValue)),
            .nullableInt8Array(events.map(\.channel?.rawValue)),
            .nullableFloat8Array(events.map(\.number)),
            .nullableTextArray(events.map(\.text)),
        ]
    }
}

/// The seconds around midnight UTC, in which events of two days are stored concurrently.
enum Midnight {
    /// The time before and after midnight; longer than a statement runs.
    private static let margin: Int64 = 10_000_000
    private static let day: Int64 = 86_400_000_000

    /// Whether it may be near midnight by the database's clock; true while the clock is unknown.
    @LoopActor
    static func isNear(_ clock: DatabaseClock) -> Bool {
        !clock.isKnown || isNear(clock.lowerBound(at: Instant.now()))
    }

    static func isNear(_ time: Timestamp) -> Bool {
        let ofDay = time.microseconds % day
        return ofDay < margin || ofDay >= day - margin
    }
}
