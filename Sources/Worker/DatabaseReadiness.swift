import Modules

/// Decides whether this worker can serve: checks the database every second, outside of requests.
@LoopActor
package final class DatabaseReadiness: ReadinessSource {
    /// The result of the last check.
    package enum Finding: Equatable, Sendable {
        case unknown
        case usable
        case unmigrated
        case unreachable
        /// There is no direct session, so requests that need locks or notifications would only wait.
        case withoutDirectSession
    }

    /// Whether the database has this version's schema.
    package typealias Check = @LoopActor (_ deadline: Instant) async throws -> Bool

    private let log: Log
    private let interval: Duration
    private let patience: Duration
    private let check: Check
    private let hasDirectSession: @LoopActor () -> Bool
    /// Consecutive checks without a direct session.
    private var looksWithout = 0
    private var finding = Finding.unknown
    private var isDraining = false
    private var onChange: @LoopActor () -> Void = {}
    /// Fulfilled after the first check.
    private let settled = Promise<Void>()

    /// - Parameters:
    ///   - interval: the time between checks.
    ///   - patience: how long a check may take before the database counts as unreachable.
    ///   - hasDirectSession: whether the direct session is connected.
    package init(
        log: Log, interval: Duration = .seconds(1), patience: Duration = .seconds(2),
        hasDirectSession: @escaping @LoopActor () -> Bool = { true }, check: @escaping Check
    ) {
        self.log = log
        self.interval = interval
        self.patience = patience
        self.check = check
        self.hasDirectSession = hasDirectSession
    }

    package var unreadiness: String? {
        if isDraining { return "This process is about to end." }
        switch finding {
        case .usable: return nil
        case .unmigrated: return "The database isn't migrated: run `kennel migrate`."
        case .withoutDirectSession: return Self.withoutDirectSession
        case .unknown, .unreachable: return "The database can't be reached."
        }
    }

    package var isReady: Bool { unreadiness == nil }

    /// Starts the checks, which continue for the process's life.
    /// - Parameter onChange: called when `unreadiness` has changed.
    package func start(onChange: @escaping @LoopActor () -> Void) {
        self.onChange = onChange
        spawn {
            while true {
                await self.look()
                await sleep(for: self.interval)
            }
        }
    }

    /// From now on this worker isn't ready, whatever the checks show.
    package func drain() {
        isDraining = true
        onChange()
    }

    /// Returns after the first check, at the latest after `limit`.
    package func settle(atMost limit: Duration) async {
        let timer = EventLoop.shared.schedule(after: limit) { self.settled.fulfil(()) }
        await settled.value
        EventLoop.shared.cancel(timer)
    }

    private static let withoutDirectSession =
        "The direct connection to the database can't be made: see KENNEL_DIRECT_DATABASE_URL."
    /// A session that broke is usually back within two checks: not worth a log line.
    private static let mostLooksWithout = 5

    /// The state of a usable database.
    private func usable() -> Finding {
        looksWithout = hasDirectSession() ? 0 : looksWithout + 1
        return looksWithout < Self.mostLooksWithout ? .usable : .withoutDirectSession
    }

    private func look() async {
        // The statement shares a connection with requests, so it gets as long as they do: giving it up could close their connection.
        let deadline = EventLoop.shared.now + .seconds(5)
        let timer = EventLoop.shared.schedule(after: patience) { self.find(.unreachable) }
        defer { EventLoop.shared.cancel(timer) }
        do {
            find(try await check(deadline) ? usable() : .unmigrated)
        } catch {
            find(.unreachable)
        }
    }

    private func find(_ new: Finding) {
        // A start without connections isn't worth a log line.
        if new != .unreachable { settled.fulfil(()) }
        guard new != finding else { return }
        finding = new
        switch new {
        case .unknown: break
        case .usable: log.info("Ready: the database is reachable and migrated")
        case .unmigrated:
            log.warning("Not ready: the database isn't migrated, run `kennel migrate`")
        case .unreachable: log.warning("Not ready: the database can't be reached")
        case .withoutDirectSession: log.warning("Not ready: \(Self.withoutDirectSession)")
        }
        onChange()
    }
}
