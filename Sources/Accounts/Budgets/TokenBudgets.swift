import API
import EventLoop
import Postgres

/// Holds limited tokens to their requests a second, over all workers.
@LoopActor
final class TokenBudgets {
    /// One token's budget here, and who waits for its lease.
    private struct Budget {
        let rate: Int
        var machine: BudgetMachine
        var waiters: [OneShot<DatabaseError?>] = []
    }

    private let database: Database
    private var budgets: [Int64: Budget] = [:]
    private(set) var refusalsTotal = 0

    init(database: Database) {
        self.database = database
    }

    /// Takes one request out of the token's budget.
    /// - Throws: `APIError.tooManyRequests` where it's used up, `DatabaseError` where that can't be told.
    func charge(token: Int64, rate: Int, deadline: Instant) async throws {
        if budgets[token]?.rate != rate, budgets[token]?.waiters.isEmpty ?? true {
            makeRoom()
            budgets[token] = Budget(rate: rate, machine: BudgetMachine(rate: rate))
        }
        while let decision = budgets[token]?.machine.take(now: EventLoop.shared.now) {
            switch decision {
            case .granted: return
            case .refused:
                refusalsTotal += 1
                throw APIError.tooManyRequests(retryAfter: 1)
            case .lease(let count): try await lease(count, of: token, rate, deadline: deadline)
            case .wait: try await waitForLease(of: token)
            }
        }
    }

    private func lease(
        _ count: Int, of token: Int64, _ rate: Int, deadline: Instant
    ) async throws(DatabaseError) {
        do throws(DatabaseError) {
            let rows = try await database.run(
                BudgetSQL.lease, [.int8(token), .float8(Double(count) / Double(rate))],
                deadline: deadline)
            let now = EventLoop.shared.now
            if rows.isEmpty {
                budgets[token]?.machine.refused(now: now)
            } else {
                budgets[token]?.machine.leased(count, now: now)
            }
            wake(token, nil)
        } catch {
            budgets[token]?.machine.failed()
            wake(token, error)
            throw error
        }
    }

    private func waitForLease(of token: Int64) async throws(DatabaseError) {
        let turn = OneShot<DatabaseError?>()
        budgets[token]?.waiters.append(turn)
        if let error = await turn.value { throw error }
    }

    private func wake(_ token: Int64, _ error: DatabaseError?) {
        let waiters = budgets[token]?.waiters ?? []
        budgets[token]?.waiters = []
        for waiter in waiters { waiter.fulfil(error) }
    }

    /// Forgets the budgets that nobody uses, once there are many.
    private func makeRoom() {
        guard budgets.count >= 1000 else { return }
        let now = EventLoop.shared.now
        budgets = budgets.filter { !$0.value.machine.isIdle(now: now) }
    }
}
