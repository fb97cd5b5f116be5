import Modules

/// How a join's invite was found; the raw values are the database's.
enum UseKind: Int16, Sendable, CaseIterable {
    case waiting = 0
    case invite = 1
    case vanity = 2
    /// The invite vanished with its last uses.
    case usedUp = 3
    /// No invite was used: a bot added by OAuth, or a join before the first reading.
    case unknown = 4
    /// Several invites and joins. If it has a code, the totals are certain and the pairing isn't.
    case ambiguous = 5

    /// The word in answers; a waiting join is unknown so far.
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

/// Uses that Discord counted and no join has claimed yet.
struct UnclaimedUse: Hashable, Sendable {
    let code: String
    /// `.invite` or `.vanity`.
    let kind: UseKind
    let inviter: Snowflake?
    let channel: Snowflake?
    var count: Int
    /// The beginning of the reading that saw them.
    let seenAt: Timestamp
}

/// A join without an attributed invite.
struct OpenJoin: Hashable, Sendable {
    let id: Int64
    /// No reading has looked at it yet.
    let isWaiting: Bool
    /// When the member joined; nil if unknown.
    var joinedAt: Timestamp?

    /// Whether they joined before the invite was gone.
    func mayHaveTaken(_ invite: KnownInvite, by now: Timestamp) -> Bool {
        joinedAt.map { $0 <= invite.goneAt ?? now } ?? true
    }
}

/// The last state of a guild's vanity URL.
struct KnownVanity: Hashable, Sendable {
    var code: String?
    var uses = 0
    /// The number of empty answers in a row since.
    var misses = 0
}

/// A guild's stored state at the beginning of a reading.
struct KnownState: Sendable {
    /// Nil before the first reading.
    var readAt: Timestamp?
    /// The beginning of this reading, by the database's clock.
    var begunAt: Timestamp
    var vanity: KnownVanity
    var invites: [KnownInvite]
    var steps: [UnclaimedUse]
    /// The open joins from before the reading began, in the order in which they were reported.
    var joins: [OpenJoin]
    /// Erased members, with the times of their erasures.
    var erasures: [Snowflake: Timestamp] = [:]
}

/// Discord's answer to a reading.
struct InviteSnapshot: Sendable {
    var invites: [KnownInvite]
    /// Nil if the bot may not read it.
    var vanity: VanityAnswer?

    struct VanityAnswer: Hashable, Sendable {
        /// Nil: there is none.
        let code: String?
        let uses: Int
    }
}

/// The result for one join.
struct AttributedJoin: Hashable, Sendable {
    private(set) var join: Int64 = 0
    var kind: UseKind
    var code: String?
    var inviter: Snowflake?
    var channel: Snowflake?
    /// A later reading may still settle it.
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

/// The result of a reading, to be stored.
struct Attribution: Hashable, Sendable {
    /// All invites listed by Discord.
    var invites: [KnownInvite] = []
    /// Those that differ from their rows.
    var changed: [KnownInvite] = []
    var gone: [String] = []
    /// Gone, with the last uses attributed now.
    var spent: [String] = []
    var steps: [UnclaimedUse] = []
    var findings: [AttributedJoin] = []
    var vanity = KnownVanity()
}
