import Essentials
import EventLoop
import Postgres

/// The cluster's budget as a row of PostgreSQL that hands out times to send at.
@LoopActor
package final class PostgresBudget: SendBudget {
    package let rate: Int?

    private static let patience = Duration.seconds(1)
    private static let blockAttempts = 5

    let database: Database
    private let token: SQLValue
    private let step: Duration
    private var clock = BudgetClock()

    /// - Parameter rate: calls a second over the whole cluster, at least 1.
    package init(database: Database, token: String, rate: Int) {
        self.database = database
        self.rate = rate
        self.token = .bytea(SHA256Digest.hash(token).bytes)
        step = .seconds(1) / rate
    }

    package func reserve(
        _ count: Int, for urgency: SendUrgency
    ) async throws(SendBudgetError) -> SendTimes {
        let askedAt = Instant.now()
        let row = try await row(count, urgency, deadline: askedAt + Self.patience)
        clock.note(row.timestamp(3), askedAt: askedAt, answeredAt: .now())
        let end = row.timestampIfPresent(0)
        return SendTimes(
            times: end.map { times(count, until: $0) } ?? [],
            next: clock.instant(of: row.timestamp(1)) ?? .now(),
            blockedUntil: clock.instant(of: row.timestamp(2)))
    }

    package func block(for duration: Duration) async {
        for attempt in 1...Self.blockAttempts {
            let deadline = Instant.now() + Self.patience
            let values: [SQLValue] = [token, .float8(duration.inSeconds)]
            if (try? await database.run(SendBudgetSQL.block, values, deadline: deadline)) != nil {
                return
            }
            await sleep(for: .milliseconds(200) * attempt)
        }
    }

    private func row(
        _ count: Int, _ urgency: SendUrgency, deadline: Instant
    ) async throws(SendBudgetError) -> Row {
        let values: [SQLValue] = [
            token, .float8((step * count).inSeconds), .float8(urgency.horizon.inSeconds),
            .float8(silence.inSeconds),
        ]
        do throws(DatabaseError) {
            let rows = try await database.run(SendBudgetSQL.reserve, values, deadline: deadline)
            if let row = rows.first { return row }
        } catch {}
        throw SendBudgetError(reason: RateLimitMachine.budgetWords)
    }

    private func times(_ count: Int, until end: Timestamp) -> [Instant] {
        (1...max(1, count)).reversed().compactMap { clock.instant(of: end - step * $0) }
    }

    /// Longer than any time was ever given out ahead.
    private var silence: Duration {
        let urgency = SendUrgency.interactive
        return urgency.horizon + step * urgency.most(rate ?? 1) + .milliseconds(50)
    }
}
