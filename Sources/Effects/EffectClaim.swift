import Discord
import Essentials
import EventLoop
import Postgres

/// One worker's claim on one effect. It ends when another worker claims the effect or the lock is lost.
///
/// A call is recorded before it is sent, and its result afterwards, together with the kind's own rows. So after a crash the next
/// claim knows what may have been done.
@LoopActor
package final class EffectClaim {
    package let key: EffectKey
    /// Discord, on behalf of the caller.
    package let calls: DiscordCalls
    package let database: Database
    /// The call whose result is unknown, in the kind's own words: the last holder's at first, then this one's.
    package private(set) var inDoubt: String?
    /// The attempt's number; the nonce is made of it.
    package private(set) var attempt: Int64?
    /// How long before ``claimedAt`` the call in doubt was first and last about to be sent.
    package private(set) var firstSent: Duration?
    package private(set) var lastSent: Duration?
    /// The database's time of the claim.
    package private(set) var claimedAt = Timestamp(microseconds: 0)
    /// Steps that failed without throwing.
    private(set) var failures = 0
    /// The fencing number; nil until the effect is claimed.
    private(set) var fence: Int64?
    private let lock: Lock

    /// The claim is no longer valid: the state must be loaded again.
    package struct Lost: Error {
        package init() {}
    }

    init(_ key: EffectKey, _ calls: DiscordCalls, under lock: Lock, on database: Database) {
        self.key = key
        self.calls = calls
        self.lock = lock
        self.database = database
    }

    /// Throws if another worker may hold the claim; nothing may be sent to Discord then.
    package func check() throws(Lost) {
        guard lock.isHeld else { throw Lost() }
    }

    /// Counts a step that Discord refused, where the other steps continue.
    package func noteFailure() { failures += 1 }

    /// Whether it is claimed and not yet settled.
    package var isClaimed: Bool { fence != nil }

    /// Takes the claim from the columns of `claim_effect`; NULL where nothing was to be claimed.
    package func take(_ columns: inout RowReader) {
        fence = columns.next()
        inDoubt = columns.next()
        attempt = columns.next()
        let first: Timestamp? = columns.next()
        let last: Timestamp? = columns.next()
        claimedAt = columns.next() ?? claimedAt
        firstSent = first.map { claimedAt - $0 }
        lastSent = last.map { claimedAt - $0 }
    }

    /// Claims the effect with a statement of its own.
    package func take() async throws(DatabaseError) {
        let rows = try await database.run(EffectSQL.claim, key.values)
        var columns = RowReader(rows[0])
        take(&columns)
    }
}

// MARK: Records

extension EffectClaim {
    /// Records that a call is about to be sent to Discord.
    /// - Parameters:
    ///   - isAbsent: it is certain that nothing of this attempt exists on Discord.
    ///   - statements: the kind's own, in the same transaction.
    /// - Returns: the attempt's number, which stays the same while the call is in doubt.
    @discardableResult
    package func begin(
        _ what: String, isAbsent: Bool = false, after locks: [BoundStatement] = [],
        _ statements: [BoundStatement] = []
    ) async throws -> Int64 {
        let number = (inDoubt == what ? attempt : nil) ?? fence ?? 0
        let isFirst = isAbsent || inDoubt != what
        let values = key.values + [.text(what), .int8(number), .bool(isFirst)]
        _ = try await write(
            after: locks, [BoundStatement(EffectSQL.begin, values)] + statements)
        (inDoubt, attempt) = (what, number)
        return number
    }

    /// The result of the call is known; the claim continues. Returns the rows of the last statement.
    @discardableResult
    package func clear(
        after locks: [BoundStatement] = [], _ statements: [BoundStatement] = []
    ) async throws -> Rows {
        let rows = try await write(
            after: locks, [BoundStatement(EffectSQL.clear, key.values)] + statements)
        (inDoubt, attempt, firstSent, lastSent) = (nil, nil, nil, nil)
        return rows
    }

    /// The wanted state is reached: the effect is done. Returns the rows of the last statement.
    @discardableResult
    package func settle(
        after locks: [BoundStatement] = [], _ statements: [BoundStatement] = []
    ) async throws -> Rows {
        let rows = try await write(
            after: locks, [BoundStatement(EffectSQL.settle, key.values)] + statements)
        (inDoubt, attempt, fence) = (nil, nil, nil)
        return rows
    }

    /// Runs statements in one transaction that commits only while the claim is valid. Returns the rows of the last one.
    /// - Parameter locks: statements that take the locks which other transactions take before they claim.
    /// - Throws: ``Lost``, or a `DatabaseError`.
    @discardableResult
    package func write(
        after locks: [BoundStatement] = [], _ statements: [BoundStatement]
    ) async throws -> Rows {
        let require = BoundStatement(EffectSQL.require, key.values + [.int8(fence ?? 0)])
        let all = locks + [require] + statements
        do throws(DatabaseError) {
            return try await database.runTogether(all)
        } catch {
            if error.sqlState == .claimLost { throw Lost() }
            throw error
        }
    }

    /// Schedules the effect soon: a change just made on Discord may have overtaken its current holder.
    package func suspect() async {
        _ = try? await database.run(EffectSQL.suspect, key.values)
    }

    /// Requests an effect in the background.
    package static func request(
        _ key: EffectKey, on database: Database
    ) async throws(DatabaseError) {
        _ = try await database.run(EffectSQL.request, key.values)
    }

    /// The requested effect that isn't done; nil: there is none.
    package static func requested(
        _ key: EffectKey, on database: Database
    ) async throws(DatabaseError) -> DueEffect? {
        try await database.run(EffectSQL.find, key.values)
            .first.flatMap(DueEffect.init)
    }
}
