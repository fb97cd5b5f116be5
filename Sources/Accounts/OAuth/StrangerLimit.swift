import Essentials
import EventLoop

/// Limits how many unknown tokens of one client address Discord is asked about.
///
/// Refused tokens are charged: 50 at once and one more a second. Valid tokens cost nothing, so a dashboard's server may bring
/// any number of users. An address may have as many look-ups in flight as it has credit for.
struct StrangerLimit {
    enum Decision: Equatable {
        /// To be ended with `end` for this address.
        case granted(for: ClientAddress)
        /// Until a look-up of the same address has ended.
        case wait
        case refused
    }

    private struct Account {
        /// Its credit as of `time`.
        var credit: Int
        var time: Instant
        var onTheirWay = 0
    }

    static let mostCredit = 50
    static let mostAtOnce = 20
    private static let earning = Duration.seconds(1)
    private let capacity: Int
    private var accounts: [ClientAddress: Account] = [:]

    /// - Parameter capacity: how many addresses are told apart; all others count as one.
    init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// The number of addresses with an entry.
    var count: Int { accounts.count }

    mutating func begin(_ client: ClientAddress, now: Instant) -> Decision {
        let key = key(of: client, now: now)
        var account = credited(accounts[key], now: now)
        defer { accounts[key] = account }
        guard account.credit > 0 else { return .refused }
        guard account.onTheirWay < min(account.credit, Self.mostAtOnce) else { return .wait }
        account.onTheirWay += 1
        return .granted(for: key)
    }

    mutating func end(_ client: ClientAddress, isRefused: Bool, now: Instant) {
        guard var account = accounts[client] else { return }
        account = credited(account, now: now)
        account.onTheirWay = max(0, account.onTheirWay - 1)
        if isRefused { account.credit = max(0, account.credit - 1) }
        accounts[client] = account
    }

    private func credited(_ account: Account?, now: Instant) -> Account {
        guard var account else { return Account(credit: Self.mostCredit, time: now) }
        let earned = Int((now - account.time) / Self.earning)
        guard earned > 0 else { return account }
        account.credit = min(Self.mostCredit, account.credit + earned)
        account.time = account.time + Self.earning * earned
        return account
    }

    private mutating func key(of client: ClientAddress, now: Instant) -> ClientAddress {
        if accounts[client] != nil || accounts.count < capacity { return client }
        accounts = accounts.filter { _, account in
            account.onTheirWay > 0 || credited(account, now: now).credit < Self.mostCredit
        }
        return accounts.count < capacity ? client : .unknown
    }
}
