import API
import Essentials
import EventLoop
import Postgres

/// Limits callers' requests a second, over all workers.
@LoopActor
final class CallerBudgets {
    /// One caller's budget on this worker, and the requests that wait for its lease.
    private struct Budget {
        let rate: Int
        var machine: BudgetMachine
        var waiters: [Promise<DatabaseError?>] = []
    }

    private let database: Database
    private var budgets: [Payer: Budget] = [:]
    private(set) var refusals = MetricCounter(
        "kennel_credential_refusals_total", "Requests refused for exceeding their caller's rate.")

    init(database: Database) {
        self.database = database
    }

    /// Charges one request to the caller's budget if that doesn't need the database.
    /// - Returns: false if it does.
    /// - Throws: `tooManyRequests` where the budget is used up.
    func isChargedAtOnce(_ payer: Payer, rate: Int) throws(APIError) -> Bool {
        openBudget(of: payer, rate)
        switch budgets[payer]?.machine.takeAtOnce(now: EventLoop.shared.now) {
        case .granted: return true
        case .refused: throw refusal()
        default: return false
        }
    }

    /// Charges one request to the caller's budget.
    /// - Throws: `APIError.tooManyRequests` if it is used up, `DatabaseError` if that is unknown.
    func charge(_ payer: Payer, rate: Int, deadline: Instant) async throws {
        openBudget(of: payer, rate)
        while let decision = budgets[payer]?.machine.take(now: EventLoop.shared.now) {
            switch decision {
            case .granted: return
            case .refused: throw refusal()
            case .lease(let count): try await lease(count, of: payer, rate, deadline: deadline)
            case .wait: try await waitForLease(of: payer)
            }
        }
    }

    private func refusal() -> APIError {
        refusals += 1
        return .tooManyRequests(retryAfter: 1)
    }

    /// A changed rate takes effect once no request waits for a lease of the old one.
    private func openBudget(of payer: Payer, _ rate: Int) {
        guard budgets[payer]?.rate != rate, budgets[payer]?.waiters.isEmpty ?? true else { return }
        makeRoom()
        let machine =
            payer.callerName == nil
            ? BudgetMachine(rate: rate) : BudgetMachine(rate: rate, free: max(1, rate / 10))
        budgets[payer] = Budget(rate: rate, machine: machine)
    }

    private func lease(
        _ count: Int, of payer: Payer, _ rate: Int, deadline: Instant
    ) async throws(DatabaseError) {
        do throws(DatabaseError) {
            let isGranted = try await isLeased(
                payer, seconds: Double(count) / Double(rate), deadline: deadline)
            let now = EventLoop.shared.now
            if isGranted {
                budgets[payer]?.machine.leased(count, now: now)
            } else {
                budgets[payer]?.machine.refused(now: now)
            }
            wake(payer, nil)
        } catch {
            budgets[payer]?.machine.failed()
            wake(payer, error)
            throw error
        }
    }

    private func isLeased(
        _ payer: Payer, seconds: Double, deadline: Instant
    ) async throws(DatabaseError) -> Bool {
        switch payer {
        case .token(let id):
            return try await !database.run(
                BudgetSQL.lease, [.int8(id), .float8(seconds)], deadline: deadline
            ).isEmpty
        case .apiKey, .user:
            return try await !database.run(
                BudgetSQL.leaseOfCaller, [.text(payer.callerName ?? ""), .float8(seconds)],
                deadline: deadline
            ).isEmpty
        }
    }

    private func waitForLease(of payer: Payer) async throws(DatabaseError) {
        let turn = Promise<DatabaseError?>()
        budgets[payer]?.waiters.append(turn)
        if let error = await turn.value { throw error }
    }

    private func wake(_ payer: Payer, _ error: DatabaseError?) {
        let waiters = budgets[payer]?.waiters ?? []
        budgets[payer]?.waiters = []
        for waiter in waiters { waiter.fulfil(error) }
    }

    /// Drops unused budgets once there are many.
    private func makeRoom() {
        guard budgets.count >= 1000 else { return }
        let now = EventLoop.shared.now
        budgets = budgets.filter { !$0.value.machine.isIdle(now: now) }
    }
}
