import API
import Essentials
import EventLoop
import Postgres

/// Knows whether this worker can serve: asks the database every second, off the way of any request.
@LoopActor
package final class DatabaseReadiness: ReadinessSource {
    /// What the last look at the database showed.
    package enum Finding: Equatable, Sendable {
        case unknown
        case usable
        case unmigrated
        case unreachable
        /// The session for locks and notifications can't be had, so what needs them would only wait.
        case withoutDirectSession
    }

    /// Whether the database has this version's schema.
    package typealias Check = @LoopActor (_ deadline: Instant) async throws -> Bool

    private let log: Log
    private let interval: Duration
    private let patience: Duration
    private let check: Check
    private let hasDirectSession: @LoopActor () -> Bool
    /// Looks in a row that found no direct session.
    private var looksWithout = 0
    private var finding = Finding.unknown
    private var isDraining = false
    private var onChange: @LoopActor () -> Void = {}
    /// As soon as something is known.
    private let settled = Promise<Void>()

    /// - Parameters:
    ///   - interval: from one look to the next.
    ///   - patience: how long a look may take before the database counts as unreachable.
    ///   - hasDirectSession: whether the session for locks and notifications stands.
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

    /// Begins to look, and goes on for the process's life.
    /// - Parameter onChange: told when what `unreadiness` says has changed.
    package func start(onChange: @escaping @LoopActor () -> Void) {
        self.onChange = onChange
        spawn {
            while true {
                await self.look()
                await sleep(for: self.interval)
            }
        }
    }

    /// From now on this worker isn't ready, whatever the database says.
    package func drain() {
        isDraining = true
        onChange()
    }

    /// Returns when something is known about the database, at the latest after `limit`.
    package func settle(atMost limit: Duration) async {
        let timer = EventLoop.shared.schedule(after: limit) { self.settled.fulfil(()) }
        await settled.value
        EventLoop.shared.cancel(timer)
    }

    private static let withoutDirectSession =
        "The direct connection to the database can't be made: see KENNEL_DIRECT_DATABASE_URL."
    /// One that broke is there again at the next look or the one after: that isn't news.
    private static let mostLooksWithout = 5

    /// Of a database that can be used.
    private func usable() -> Finding {
        looksWithout = hasDirectSession() ? 0 : looksWithout + 1
        return looksWithout < Self.mostLooksWithout ? .usable : .withoutDirectSession
    }

    private func look() async {
        // The statement shares a connection with requests, so it gets as long as they do: giving it up would break theirs.
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
        // A start without connections yet isn't news.
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
