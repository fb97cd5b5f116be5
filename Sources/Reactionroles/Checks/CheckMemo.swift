import API
import Essentials
import Postgres

/// What makes a check the same when it's told again, and the answer it got.
struct CheckMemo: Sendable {
    /// A component's interaction ends after 15 minutes; a fleet's queue may be a day late.
    private static let componentLifetime = 900.0
    private static let keyLifetime = 86_400.0

    let guild: Snowflake
    let digest: SHA256Digest
    let payload: SHA256Digest
    private let lifetime: Double

    /// Nil for a reaction without a key: it has no identity.
    init?(_ check: Check, token: String?, key: String?) {
        guild = check.guild
        payload = .hash(check.payload)
        if check.event == .component, let token {
            digest = .hash("component \(token) \(check.payload)")
            lifetime = Self.componentLifetime
        } else if let key {
            digest = .hash("key \(key)")
            lifetime = Self.keyLifetime
        } else {
            return nil
        }
    }

    /// The last values of ``GrantSQL/begin`` and ``GrantSQL/finish``. - Parameter words: nil forgets the check.
    static func values(_ memo: CheckMemo?, _ words: String?) -> [SQLValue] {
        [
            memo.map { .bytea($0.digest.bytes) } ?? .null(.bytea),
            memo.map { .bytea($0.payload.bytes) } ?? .null(.bytea),
            .textOrNull(words), .float8(memo?.lifetime ?? 0),
        ]
    }

    /// What is known of a check.
    struct Answer: Sendable {
        let words: String
        /// The member has been sent it, or is about to be.
        let isTold: Bool

        init(words: String) {
            self.words = words
            isTold = false
        }

        /// - Throws: 422 where the key came with another check.
        init?(_ row: Row, offset: Int, for memo: CheckMemo?) throws(APIError) {
            guard let memo, let words = row.stringIfPresent(offset) else { return nil }
            guard row.bytes(offset + 1) == memo.payload.bytes else {
                throw .unprocessable("This Idempotency-Key came with another check before.")
            }
            self.words = words
            isTold = row.bool(offset + 2)
        }
    }
}

/// The statements about checks that were answered.
enum CheckSQL: String, SQL {
    /// `$1` guild, `$2` digest.
    case find = """
        SELECT words, payload, is_told
        FROM reactionroles_answers
        WHERE guild_id = $1::int8 AND digest = $2::bytea AND known_until > clock_timestamp()
        """

    /// The answer of a check that changed nobody's roles. `$1` guild, `$2` digest, `$3` payload, `$4` words, `$5` seconds.
    case remember = """
        INSERT INTO reactionroles_answers (guild_id, digest, payload, words, known_until)
        SELECT guild_id, $2::bytea, $3::bytea, $4::text, clock_timestamp() + make_interval(secs => $5::float8)
        FROM reactionroles_settings
        WHERE guild_id = $1::int8
        ON CONFLICT (guild_id, digest) DO NOTHING
        """

    /// Who sends the member the answer: one of those who have it. No row: somebody does already. `$1` guild, `$2` digest.
    case claimTelling = """
        UPDATE reactionroles_answers
        SET is_told = true
        WHERE guild_id = $1::int8 AND digest = $2::bytea AND NOT is_told
        RETURNING is_told
        """

    /// It couldn't be sent. `$1` guild, `$2` digest.
    case giveTellingBack = """
        UPDATE reactionroles_answers
        SET is_told = false
        WHERE guild_id = $1::int8 AND digest = $2::bytea
        """
}
