import Modules

/// Sends the messages about members who joined or left, each once.
@LoopActor
struct Announcer {
    let database: Database
    let reconciler: Reconciler
    let log: Log
    let notes = RefusalNotes()

    /// The event that a message is about.
    enum Event: Hashable, Sendable {
        case joining
        case leaving
    }

    /// Sends the message of a stored join or leave, if it's due and wasn't sent yet.
    ///
    /// A final refusal by Discord is logged, once a guild, and the join stands. Errors that may pass are thrown: a repeat of the
    /// request is the same join and sends the message then, and so does the reconciler.
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

    /// Sends the leave message of a member without a stored join.
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

    /// Logs Discord's refusal of a message.
    /// - Throws: errors that may pass.
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

    /// Nil if nothing is left to send once the variables are replaced.
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
    /// The nonce of the event, the same for each attempt. Discord matches nonces per author, across channels and guilds, and accepts
    /// at most 25 characters: so it's a hash of everything that identifies the event.
    /// - Parameter time: distinguishes this join from the member's others.
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

    /// The member and the inviter, whom the message may mention.
    var people: [Snowflake] {
        var people = user.map { [$0.id] } ?? []
        if case .member(let inviter) = inviter { people.append(inviter.id) }
        return people
    }
}
