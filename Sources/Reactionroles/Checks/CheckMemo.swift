import Modules

/// The identity of a check, by which a repeat finds its answer.
struct CheckMemo: Sendable {
    /// Discord ends a component's interaction after 15 minutes; a fleet's queue may be a day late.
    private static let componentLifetime = 900.0
    private static let keyLifetime = 86_400.0

    let guild: Snowflake
    let digest: SHA256Digest
    let payload: SHA256Digest
    private let lifetime: Double

    /// Nil for a reaction without a key, which has no identity.
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

    /// The last parameters of ``GrantSQL/begin`` and ``GrantSQL/finish``. - Parameter words: nil deletes the check's answer.
    static func values(_ memo: CheckMemo?, _ words: String?) -> [SQLValue] {
        [
            memo.map { .bytea($0.digest.bytes) } ?? .null(.bytea),
            memo.map { .bytea($0.payload.bytes) } ?? .null(.bytea),
            .textOrNull(words), .float8(memo?.lifetime ?? 0),
        ]
    }

    /// The stored answer of a check.
    struct Answer: Sendable {
        let words: String
        /// It has been sent to the member, or is being sent.
        let isTold: Bool

        init(words: String, isTold: Bool = false) {
            self.words = words
            self.isTold = isTold
        }
    }
}

/// The statements about answered checks.
enum CheckSQL: String, SQL {
    /// `$1` guild, `$2` digest.
    case find = """
        SELECT words, payload, is_told
        FROM reactionroles_answers
        WHERE guild_id = $1::int8 AND digest = $2::bytea AND known_until > clock_timestamp()
        """

    /// Stores the answer of a check that changed no roles. `$1` guild, `$2` digest, `$3` payload, `$4` words, `$5` seconds.
    case remember = """
        INSERT INTO reactionroles_answers (guild_id, digest, payload, words, known_until)
        SELECT guild_id, $2::bytea, $3::bytea, $4::text, clock_timestamp() + make_interval(secs => $5::float8)
        FROM reactionroles_settings
        WHERE guild_id = $1::int8
        ON CONFLICT (guild_id, digest) DO NOTHING
        """

    /// Claims the delivery of the answer to the member. No row: another request has claimed it. `$1` guild, `$2` digest.
    case claimTelling = """
        UPDATE reactionroles_answers
        SET is_told = true
        WHERE guild_id = $1::int8 AND digest = $2::bytea AND NOT is_told
        RETURNING is_told
        """

    /// Releases the claim after a failed delivery. `$1` guild, `$2` digest.
    case giveTellingBack = """
        UPDATE reactionroles_answers
        SET is_told = false
        WHERE guild_id = $1::int8 AND digest = $2::bytea
        """
}
