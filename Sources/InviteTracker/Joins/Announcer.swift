import API
import Discord
import Effects
import Essentials
import EventLoop
import Postgres

/// Sends the messages about members who joined or left; each is sent once.
@LoopActor
struct Announcer {
    let database: Database
    let reconciler: Reconciler
    let log: Log
    let notes = RefusalNotes()

    enum Event: Hashable, Sendable {
        case joining
        case leaving
    }

    /// Sends the message of a stored join or leave, if one is due and wasn't sent yet.
    ///
    /// What Discord refuses for good is logged, once a guild: the join itself stands. What may work later is thrown: the repeat of the
    /// call is the same join and sends the message then, and so does whoever looks after what is due.
    func tell(
        _ event: Event, _ use: Int64, _ guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls
    ) async throws {
        guard
            let settings = try await SettingsStore(database: database).find(guild),
            settings.enabling == enabling, settings.due(event) != nil
        else { return }
        let message = MemberMessage(
            event: event, guild: guild, use: use, announcer: self, isAsked: true)
        try await reconciler.run(message, calls, patience: calls.waitLimit)
    }

    /// Sends the leave message of a member of whom nothing is stored.
    func tellLeaving(
        ofUnknown member: Snowflake, _ guild: Snowflake, _ enabling: Int64,
        reportedAt: Timestamp, _ calls: DiscordCalls
    ) async throws {
        guard
            let settings = try await SettingsStore(database: database).find(guild),
            let due = settings.due(.leaving)
        else { return }
        var scene = VariableScene(guild: guild, user: Person(member))
        scene.addUnknownInviter()
        let time = "reported \(reportedAt.microseconds)"
        if let draft = try await due.draft(scene, calls) {
            do throws(DiscordError) {
                try await send(draft, nonce: Event.leaving.nonce(member, guild, time), due, calls)
            } catch {
                try note(error, in: guild)
            }
        }
        _ = try await database.run(
            JoinSQL.toldLeaving,
            [.snowflake(guild), .int8(enabling), .snowflake(member), .timestamptz(reportedAt)])
    }

    func send(
        _ draft: MessageDraft, nonce: String, _ due: DueMessage, _ calls: DiscordCalls
    ) async throws(DiscordError) {
        var draft = draft
        draft.nonce = nonce
        _ = try await calls.createMessage(draft, in: calls.channel(due.channel, of: due.guild))
        notes.forget(due.guild)
    }

    /// Discord refused a message, or failed.
    /// - Throws: what may work later.
    func note(_ error: DiscordError, in guild: Snowflake) throws(DiscordError) {
        guard error.isFinal else { throw error }
        guard notes.isNew(error, in: guild) else { return }
        log.info(
            "a message about a member wasn't sent",
            ["guild": guild.description, "error": error.words])
    }

}

/// A message that is switched on and can be sent.
struct DueMessage: Sendable {
    let message: StoredMessage
    let guild: Snowflake
    let channel: Snowflake

    /// Nil where the values leave nothing to be sent.
    @LoopActor
    func draft(
        _ scene: VariableScene, _ calls: DiscordCalls
    ) async throws(DiscordError) -> MessageDraft? {
        let values = try await VariableSource(calls, scene).values(for: message.names)
        return message.draft(values, mentioning: scene.people)
    }
}

extension InviteSettings {
    func due(_ event: Announcer.Event) -> DueMessage? {
        let announcement = event == .joining ? join : leave
        guard announcement.isEnabled, let channel = announcement.channel,
            let content = announcement.content,
            let message = try? StoredMessage(content, isEmbed: announcement.isEmbed)
        else { return nil }
        return DueMessage(message: message, guild: guild, channel: channel)
    }
}

extension Announcer.Event {
    /// The same for the same event, and for no other. Discord knows nonces per author, over all channels and guilds, and takes
    /// at most 25 characters: a hash of all that makes this event one.
    /// - Parameter time: what tells this join of the member from their others.
    func nonce(_ member: Snowflake, _ guild: Snowflake, _ time: String) -> String {
        let number = SHA256Digest.hash("\(guild) \(member) \(time)").first64Bits
        return (self == .joining ? "joined-" : "left-") + String(number, radix: 36)
    }
}

extension VariableScene {
    private static let unknownCode = "Unknown"

    mutating func add(_ use: InviteUse, current: Int) {
        inviteCode = use.code ?? Self.unknownCode
        guard let inviter = use.inviter else { return addUnknownInviter() }
        self.inviter = .member(Person(inviter))
        inviteCount = current
    }

    mutating func addUnknownInviter() {
        inviter = .missing
        inviteCode = inviteCode ?? Self.unknownCode
        inviteCount = 0
    }

    /// The member and the inviter: those whom the message may mention.
    var people: [Snowflake] {
        var people = user.map { [$0.id] } ?? []
        if case .member(let inviter) = inviter { people.append(inviter.id) }
        return people
    }
}
