/// PostgreSQL's five-character error code.
package struct SQLState: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    private init(_ code: String) {
        self.rawValue = code
    }

    /// The first two characters, such as "23" for a violated constraint.
    package var classCode: Substring { rawValue.prefix(2) }

    /// The values themselves are refused: class 22 (data) or 23 (constraint).
    package var isAboutValues: Bool { classCode == "22" || classCode == "23" }

    /// The database's encoding has no such character.
    package var isAboutEncoding: Bool { rawValue == "22P05" || rawValue == "22021" }

    /// Running the same transaction again can succeed: deadlock or serialization failure.
    package var isTransient: Bool { self == .deadlockDetected || self == .serializationFailure }

    /// The server ends the session because it stops or crashes, or somebody told it to; it may do so right after a commit.
    package var endsSession: Bool { classCode == "57" && self != .queryCanceled }

    /// What our own functions raise where a claim doesn't stand any more.
    package static let claimLost = SQLState("KN001")
    package static let uniqueViolation = SQLState("23505")
    package static let serializationFailure = SQLState("40001")
    package static let deadlockDetected = SQLState("40P01")
    package static let lockNotAvailable = SQLState("55P03")
    package static let queryCanceled = SQLState("57014")
    package static let undefinedTable = SQLState("42P01")
    package static let inFailedTransaction = SQLState("25P02")
    package static let readOnlyTransaction = SQLState("25006")
    /// Among others "cached plan must not change result type", after a migration.
    package static let featureNotSupported = SQLState("0A000")
    /// A prepared statement isn't known (any more).
    package static let invalidStatementName = SQLState("26000")
}
