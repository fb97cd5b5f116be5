import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Sends the messages about members who joined or left; each is sent once.
@LoopActor
struct Announcer {
    let database: Database
    let log: Log
    private let notes = RefusalNotes()

    init(database: Database, log: Log) {
        self.database = database
        self.log = log
    }

    enum Event: Hashable, Sendable {
        case joining
        case leaving
    }

    /// Sends the message of a stored join or leave, if one is due and wasn't sent yet.
    ///
    /// What Discord refuses for good is logged, once a guild: the join itself stands. What may work later is thrown, since the repeat of the
    /// call is the same join and sends the message then.
    func tell(
        _ event: Event, _ use: Int64, _ guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls
    ) async throws {
        guard
            let settings = try await SettingsStore(database: database).find(guild, deadline: soon),
            settings.enabling == enabling, let due = settings.announcement(event)
        else { return }
        let values: [SQLValue] = [.snowflake(guild), .int8(enabling), .int8(use)]
        let isJoining = SQLValue.bool(event == .joining)
        let rows = try await database.run(
            JoinSQL.untold, values + [isJoining], deadline: soon)
        guard let row = rows.first, let member = row.snowflakeIfPresent(2) else { return }
        var scene = VariableScene(guild: guild, user: Person(member))
        if event == .joining { scene.channel = due.channel }
        scene.add(InviteUse(row), current: row.int(8))
        let time = row.timestampIfPresent(9).map { "\($0.microseconds)" } ?? "join \(use)"
        try await send(due, scene, nonce: event.nonce(member, guild, time), calls)
        _ = try await database.run(JoinSQL.told, values + [isJoining], deadline: soon)
    }

    /// Sends the leave message of a member of whom nothing is stored.
    func tellLeaving(
        ofUnknown member: Snowflake, _ guild: Snowflake, _ enabling: Int64,
        reportedAt: Timestamp, _ calls: DiscordCalls
    ) async throws {
        guard
            let settings = try await SettingsStore(database: database).find(guild, deadline: soon),
            let due = settings.announcement(.leaving)
        else { return }
        var scene = VariableScene(guild: guild, user: Person(member))
        scene.addUnknownInviter()
        let time = "reported \(reportedAt.microseconds)"
        try await send(due, scene, nonce: Event.leaving.nonce(member, guild, time), calls)
        _ = try await database.run(
            JoinSQL.toldLeaving,
            [.snowflake(guild), .int8(enabling), .snowflake(member), .timestamptz(reportedAt)],
            deadline: soon)
    }

    private func send(
        _ due: DueMessage, _ scene: VariableScene, nonce: String, _ calls: DiscordCalls
    ) async throws(DiscordError) {
        do {
            let values = try await VariableSource(calls, scene).values(for: due.message.names)
            guard var draft = due.message.draft(values, mentioning: scene.people) else { return }
            draft.nonce = nonce
            _ = try await calls.createMessage(
                draft, in: calls.channel(due.channel, of: scene.guild))
            notes.forget(scene.guild)
        } catch {
            guard error.isFinal else { throw error }
            guard notes.isNew(error, in: scene.guild) else { return }
            log.info(
                "a message about a member wasn't sent",
                ["guild": scene.guild.description, "error": error.words])
        }
    }

    private var soon: Instant { Instant.now() + Call.timeLimit }
}

/// A message that is switched on and can be sent.
private struct DueMessage {
    let message: StoredMessage
    let channel: Snowflake
}

extension InviteSettings {
    fileprivate func announcement(_ event: Announcer.Event) -> DueMessage? {
        let announcement = event == .joining ? join : leave
        guard announcement.isEnabled, let channel = announcement.channel,
            let content = announcement.content,
            let message = try? StoredMessage(content, isEmbed: announcement.isEmbed)
        else { return nil }
        return DueMessage(message: message, channel: channel)
    }
}

extension Announcer.Event {
    /// The same for the same event, and for no other. Discord knows nonces per author, over all channels and guilds, and takes
    /// at most 25 characters: a hash of all that makes this event one.
    /// - Parameter time: what tells this join of the member from their others.
    fileprivate func nonce(_ member: Snowflake, _ guild: Snowflake, _ time: String) -> String {
        let number = SHA256Digest.hash("\(guild) \(member) \(time)").first64Bits
        return (self == .joining ? "joined-" : "left-") + String(number, radix: 36)
    }
}

extension VariableScene {
    private static let unknownCode = "Unknown"

    fileprivate mutating func add(_ use: InviteUse, current: Int) {
        inviteCode = use.code ?? Self.unknownCode
        guard let inviter = use.inviter else { return addUnknownInviter() }
        self.inviter = .member(Person(inviter))
        inviteCount = current
    }

    fileprivate mutating func addUnknownInviter() {
        inviter = .missing
        inviteCode = inviteCode ?? Self.unknownCode
        inviteCount = 0
    }

    /// The member and the inviter: those whom the message may mention.
    fileprivate var people: [Snowflake] {
        var people = user.map { [$0.id] } ?? []
        if case .member(let inviter) = inviter { people.append(inviter.id) }
        return people
    }
}
