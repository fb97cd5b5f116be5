import Discord
import Essentials

/// How the invite of a join was found; the raw values are the database's.
enum UseKind: Int16, Sendable, CaseIterable {
    case waiting = 0
    case invite = 1
    case vanity = 2
    /// The invite vanished with its last uses.
    case usedUp = 3
    /// No invite moved: a bot added by OAuth, or a join that nothing was known of before.
    case unknown = 4
    /// Several invites moved for several joins. With a code, the totals are certain and the pairing isn't.
    case ambiguous = 5

    /// As answers show it; a join that waits is of unknown origin so far.
    var word: String {
        switch self {
        case .waiting, .unknown: "unknown"
        case .invite: "invite"
        case .vanity: "vanity"
        case .usedUp: "used_up"
        case .ambiguous: "ambiguous"
        }
    }
}

/// Uses that Discord counted and whose joins are awaited.
struct UnclaimedUse: Hashable, Sendable {
    let code: String
    /// `.invite` or `.vanity`.
    let kind: UseKind
    let inviter: Snowflake?
    let channel: Snowflake?
    var count: Int
    /// When the reading that saw them began.
    let seenAt: Timestamp
}

/// A join whose invite isn't known.
struct OpenJoin: Hashable, Sendable {
    let id: Int64
    /// Not looked at by any reading yet.
    let isWaiting: Bool
    /// When the member joined; nil where nobody knows.
    var joinedAt: Timestamp?

    /// Whether they joined before an invite was gone that is so by now.
    func mayHaveTaken(_ invite: KnownInvite, by now: Timestamp) -> Bool {
        joinedAt.map { $0 <= invite.goneAt ?? now } ?? true
    }
}

/// What a guild's vanity URL was last.
struct KnownVanity: Hashable, Sendable {
    var code: String?
    var uses = 0
    /// How often in a row Discord has answered empty since.
    var misses = 0
}

/// What was stored of a guild when a reading began.
struct KnownState: Sendable {
    /// Nil before the first reading.
    var readAt: Timestamp?
    /// When this reading began, by the database's clock.
    var begunAt: Timestamp
    var vanity: KnownVanity
    var invites: [KnownInvite]
    var steps: [UnclaimedUse]
    /// In the order in which they were reported; those that were there before the reading began.
    var joins: [OpenJoin]
    /// Whose entries were deleted, and when.
    var erasures: [Snowflake: Timestamp] = [:]
}

/// What Discord answered.
struct InviteSnapshot: Sendable {
    var invites: [KnownInvite]
    /// Nil where Discord doesn't say: the bot may not ask.
    var vanity: VanityAnswer?

    struct VanityAnswer: Hashable, Sendable {
        /// Nil: empty.
        let code: String?
        let uses: Int
    }
}

/// What a join turned out to have taken.
struct AttributedJoin: Hashable, Sendable {
    private(set) var join: Int64 = 0
    var kind: UseKind
    var code: String?
    var inviter: Snowflake?
    var channel: Snowflake?
    /// May still be settled by a later reading.
    var isOpen = false

    init(kind: UseKind, isOpen: Bool = false) {
        self.kind = kind
        self.isOpen = isOpen
    }

    init(_ step: UnclaimedUse) {
        kind = step.kind
        code = step.code
        inviter = step.inviter
        channel = step.channel
    }

    init(lastUseOf invite: KnownInvite) {
        kind = .usedUp
        code = invite.code
        inviter = invite.owner
        channel = invite.channel
    }

    func given(to join: Int64) -> AttributedJoin {
        var finding = self
        finding.join = join
        return finding
    }
}

/// What is to be stored after a reading.
struct Attribution: Hashable, Sendable {
    /// All that Discord lists.
    var invites: [KnownInvite] = []
    /// Those of them that aren't stored like this yet.
    var changed: [KnownInvite] = []
    var gone: [String] = []
    /// Gone, and their last uses are attributed now.
    var spent: [String] = []
    var steps: [UnclaimedUse] = []
    var findings: [AttributedJoin] = []
    var vanity = KnownVanity()
}
