import EventLoop

/// Limits one caller's requests: grants them from a lease, and leases more in time.
///
/// The budget itself is a row in the database, shared by all workers.
struct BudgetMachine {
    enum Decision: Equatable {
        case granted
        /// Used up: refused until the limit frees more.
        case refused
        /// Lease this many requests, then decide again.
        case lease(Int)
        /// A lease is being fetched; decide again when it has arrived.
        case wait
    }

    /// How long a lease may be used: requests that a worker leases and doesn't use are lost to the others.
    private static let leaseLifetime = Duration.seconds(1)
    /// How long a refusal is valid without asking again.
    private static let refusalLifetime = Duration.milliseconds(50)

    private let rate: Int
    /// Requests a second that each worker grants without a lease.
    private let free: Int
    private var freeLeft = 0
    private var freeEnd: Instant?
    private var leased = 0
    private var leaseEnd: Instant?
    private var refusalEnd: Instant?
    private var isLeasing = false

    /// - Parameters:
    ///   - rate: requests a second, at least 1.
    ///   - free: additional requests a second per worker, granted without the database.
    init(rate: Int, free: Int = 0) {
        self.rate = rate
        self.free = free
    }

    /// Decides if no lease is needed; nil if one is.
    mutating func takeAtOnce(now: Instant) -> Decision? {
        if freeEnd.map({ $0 <= now }) ?? true {
            freeLeft = free
            freeEnd = now + .seconds(1)
        }
        if freeLeft > 0 {
            freeLeft -= 1
            return .granted
        }
        if let leaseEnd, leased > 0, now < leaseEnd {
            leased -= 1
            return .granted
        }
        if let refusalEnd, now < refusalEnd { return .refused }
        return nil
    }

    mutating func take(now: Instant) -> Decision {
        if let decision = takeAtOnce(now: now) { return decision }
        if isLeasing { return .wait }
        isLeasing = true
        return .lease(max(1, rate / 20))
    }

    /// The answer to a lease has arrived.
    mutating func leased(_ count: Int, now: Instant) {
        isLeasing = false
        leased = count
        leaseEnd = now + Self.leaseLifetime
        refusalEnd = nil
    }

    /// The row doesn't have enough left.
    mutating func refused(now: Instant) {
        isLeasing = false
        leased = 0
        refusalEnd = now + Self.refusalLifetime
    }

    /// No answer came.
    mutating func failed() {
        isLeasing = false
    }

    /// Whether it can be dropped without losing anything.
    func isIdle(now: Instant) -> Bool {
        !isLeasing && (freeEnd.map { $0 <= now } ?? true) && (leaseEnd.map { $0 <= now } ?? true)
            && (refusalEnd.map { $0 <= now } ?? true)
    }
}
