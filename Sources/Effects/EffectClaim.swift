import Discord
import Essentials
import EventLoop
import Postgres

/// One worker's right to act on one effect, until somebody else claims it or its lock is lost.
///
/// What it is about to send is noted before, and what came of that afterwards, together with the kind's own rows: whoever comes after
/// a crash knows what may have been done.
@LoopActor
package final class EffectClaim {
    package let key: EffectKey
    /// The calls it makes.
    package let calls: DiscordCalls
    package let database: Database
    /// What its last holder may have left on its way to Discord, in the kind's own words; then what this one has.
    package private(set) var inDoubt: String?
    /// The number of what is in doubt.
    package private(set) var attempt: Int64?
    /// How long ago, as of ``claimedAt``, what is in doubt wasn't there yet, and how long ago it was last about to be sent.
    package private(set) var firstSent: Duration?
    package private(set) var lastSent: Duration?
    /// The database's time when it was claimed.
    package private(set) var claimedAt = Timestamp(microseconds: 0)
    /// Steps that failed without an error to throw.
    private(set) var failures = 0
    /// Nil until it's claimed.
    private(set) var fence: Int64?
    private let lock: Lock

    /// The claim doesn't stand any more: what is to be done has to be looked at again.
    package struct Lost: Error {
        package init() {}
    }

    init(_ key: EffectKey, _ calls: DiscordCalls, under lock: Lock, on database: Database) {
        self.key = key
        self.calls = calls
        self.lock = lock
        self.database = database
    }

    /// Throws where another worker may be at it: nothing is sent to Discord any more.
    package func check() throws(Lost) {
        guard lock.isHeld else { throw Lost() }
    }

    /// Counts a step that Discord refused, where the others go on.
    package func noteFailure() { failures += 1 }

    /// It was claimed, and isn't settled.
    package var isClaimed: Bool { fence != nil }

    /// From the columns that `claim_effect` gives.
    package func take(_ row: Row, from column: Int = 0) {
        fence = row.int64(column)
        inDoubt = row.stringIfPresent(column + 1)
        attempt = row.int64IfPresent(column + 2)
        claimedAt = row.timestamp(column + 5)
        firstSent = row.timestampIfPresent(column + 3).map { claimedAt - $0 }
        lastSent = row.timestampIfPresent(column + 4).map { claimedAt - $0 }
    }

    /// Claims it by a statement of its own.
    package func take() async throws(DatabaseError) {
        let rows = try await database.run(EffectSQL.claim, key.values)
        take(rows[0])
    }
}

// MARK: Notes

extension EffectClaim {
    /// Something is about to be sent to Discord.
    /// - Parameters:
    ///   - isAbsent: it's known that nothing of this attempt is there.
    ///   - statements: the kind's own, in the same transaction.
    /// - Returns: the number of the attempt, the same while it's in doubt.
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

    /// What was in doubt is known; the claim goes on. The rows are the last statement's.
    @discardableResult
    package func clear(
        after locks: [BoundStatement] = [], _ statements: [BoundStatement] = []
    ) async throws -> Rows {
        let rows = try await write(
            after: locks, [BoundStatement(EffectSQL.clear, key.values)] + statements)
        (inDoubt, attempt, firstSent, lastSent) = (nil, nil, nil, nil)
        return rows
    }

    /// All is as it should be: the effect is over. The rows are the last statement's.
    @discardableResult
    package func settle(
        after locks: [BoundStatement] = [], _ statements: [BoundStatement] = []
    ) async throws -> Rows {
        let rows = try await write(
            after: locks, [BoundStatement(EffectSQL.settle, key.values)] + statements)
        (inDoubt, attempt, fence) = (nil, nil, nil)
        return rows
    }

    /// Runs statements in one transaction that stands only if the claim does; the rows are the last one's.
    /// - Parameter locks: what other transactions take before they claim.
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

    /// Somebody is to look after it soon: whoever has it now may have been overtaken by what was just done at Discord.
    package func suspect() async {
        _ = try? await database.run(EffectSQL.suspect, key.values)
    }

    /// Asks for an effect in the background.
    package static func request(
        _ key: EffectKey, on database: Database
    ) async throws(DatabaseError) {
        _ = try await database.run(EffectSQL.request, key.values)
    }

    /// What is asked for and isn't over; nil: there is nothing.
    package static func requested(
        _ key: EffectKey, on database: Database
    ) async throws(DatabaseError) -> DueEffect? {
        try await database.run(EffectSQL.find, key.values)
            .first.flatMap(DueEffect.init)
    }
}
