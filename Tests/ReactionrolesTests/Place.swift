import API
import Discord
import DiscordEmulator
import Effects
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport

@testable import Reactionroles

/// A worker as far as the module needs one: its own connections to a test's database, its own client of the emulator, the API in memory.
@LoopActor
final class PlaceWorker {
    let database: Database
    let discord: DiscordClient
    let module: Reactionroles
    let reconciler: Reconciler
    let api: InMemoryAPI
    let statistics = NotedStatistics()

    init(_ url: String, _ emulator: DiscordEmulator) throws {
        var configuration = DatabaseConfiguration(url: url)
        configuration.sharedConnections = 2
        database = try Database(configuration: configuration)
        discord = emulator.client()
        reconciler = Reconciler(database, discord: discord, log: .silent)
        module = Reactionroles(
            database, discord: discord, reconciler: reconciler, recorder: statistics, log: .silent)
        api = InMemoryAPI(module.endpoints)
        database.start()
    }

    /// As if the process were killed: nothing it had begun goes on.
    func stop() {
        database.stop()
        discord.stop()
    }
}

/// A guild at the emulator with a text channel, the module enabled there, and workers.
@LoopActor
final class Place {
    let emulator: DiscordEmulator
    private var clicks = 0
    let guild: EmulatedGuild
    let channel: Snowflake
    let workers: [PlaceWorker]
    private let url: String

    init(_ url: String, _ emulator: DiscordEmulator, workers count: Int) throws {
        self.url = url
        self.emulator = emulator
        guild = emulator.world.addGuild()
        channel = guild.addChannel("roles")
        workers = try (0..<count).map { _ in try PlaceWorker(url, emulator) }
    }

    /// Runs a statement past the product. It blocks the loop.
    @discardableResult
    func sql(_ text: String) throws -> Rows { try SynchronousDatabase(url: url).run(TestSQL(text)) }

    func number(_ text: String) throws -> Int64 { try sql(text)[0].int64(0) }

    /// How many are held in this place's own database.
    func advisoryLocks() throws -> Int64 {
        try number(
            """
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """)
    }

    /// Asks for a path of the module; the guild goes without saying.
    func ask(
        _ method: String, _ path: String, _ fields: String = "", worker: Int = 0,
        guild other: Snowflake? = nil, token: String = "service", headers: [String] = []
    ) async throws -> InMemoryAnswer {
        let (root, guild) = ("/modules/reactionroles/\(path)", other ?? guild.id)
        let api = workers[worker].api
        if method == "GET" {
            let query = fields.isEmpty ? "" : "&\(fields)"
            return try await api.ask(method, "\(root)?guild_id=\(guild)\(query)", token: token)
        }
        let more = fields.isEmpty ? "" : ",\(fields)"
        return try await api.ask(
            method, root, "{\"guild_id\":\(guild)\(more)}", token: token, headers: headers)
    }

    func enable() async throws { _ = try await ask("POST", "enable") }

    /// The fields of switches.
    static func switches(
        _ type: String, limit: Bool = false, remove: Bool = true, back: Bool = true,
        keep: Bool = false, unrelated: Bool = false
    ) -> String {
        """
        "panel_type":"\(type)","limit_roles_to_one":\(limit),"supports_remove":\(remove),
        "remove_roles_from_users_on_entry_delete":\(back),"keep_counter_at_one":\(keep),
        "delete_unrelated_emoji_reactions":\(unrelated)
        """
    }

    func postPanel(
        _ switches: String, content: String = "Choose", isEmbed: Bool = false
    ) async throws -> InMemoryAnswer {
        var writer = ByteWriter()
        writer.value(content)
        return try await ask(
            "POST", "panels",
            """
            "is_register":false,"channel_id":\(channel),\(switches),"is_embed":\(isEmbed),"content":\(writer.string)
            """)
    }

    func register(_ message: Snowflake, _ switches: String) async throws -> InMemoryAnswer {
        try await ask(
            "POST", "panels",
            """
            "is_register":true,"channel_id":\(channel),\(switches),"register_message_id":"\(message)"
            """)
    }

    func makePanel(_ switches: String) async throws -> TestPanel {
        try TestPanel(await postPanel(switches))
    }

    func postEntry(
        _ panel: String, roles: [Snowflake], emoji: String, text: String? = "Role",
        worker: Int = 0, token: String = "service"
    ) async throws -> InMemoryAnswer {
        let list = roles.map { "\"\($0)\"" }.joined(separator: ",")
        let text = text.map { "\"\($0)\"" } ?? "null"
        return try await ask(
            "POST", "panel/\(panel)/entries",
            """
            "role_ids":[\(list)],"emoji_name":"\(emoji)","emoji_id":null,"text":\(text),"description":null
            """, worker: worker, token: token)
    }

    /// Makes an entry with a role of its own.
    func makeEntry(_ panel: TestPanel, _ emoji: String) async throws -> TestEntry {
        let role = guild.addRole("role \(emoji)")
        let answer = try await postEntry(panel.id, roles: [role], emoji: emoji)
        guard let id = answer.text(of: "reactionrole", "entry_id") else {
            throw TestFailure(answer.said)
        }
        return TestEntry(id: id, role: role, emoji: emoji)
    }

    func click(
        _ panel: TestPanel, _ entry: TestEntry, by member: Snowflake, token: String? = nil,
        worker: Int = 0
    ) async throws -> InMemoryAnswer {
        // Each click is an interaction of its own.
        clicks += 1
        let token = token ?? "none-\(clicks)"
        let isDropdown = panel.type == "dropdown"
        let id = isDropdown ? "" : ":\(entry.id)"
        let value = isDropdown ? "\"\(entry.id)\"" : "null"
        return try await ask(
            "POST", "check",
            """
            "message_id":"\(panel.message)","channel_id":"\(channel)","interaction_type":"component",
            "interaction_custom_id":"kennel:reactionrole:\(panel.id)\(id)","interaction_value":\(value),
            "interaction_id_token":"\(token)","application_id":"\(emulator.world.application)","member_id":"\(member)"
            """, worker: worker)
    }

    /// Tells of a reaction, and makes it at the emulator before.
    func react(
        _ panel: TestPanel, _ emoji: String, by member: Snowflake, isTold: Bool = true
    ) async throws -> InMemoryAnswer {
        guild.react(EmulatedEmoji(emoji), to: panel.message, in: channel, by: member)
        return try await tell("reaction_add", panel, emoji, by: isTold ? member : nil)
    }

    func unreact(
        _ panel: TestPanel, _ emoji: String, by member: Snowflake, isTold: Bool = true
    ) async throws -> InMemoryAnswer {
        guild.unreact(EmulatedEmoji(emoji), from: panel.message, in: channel, by: member)
        return try await tell("reaction_delete", panel, emoji, by: isTold ? member : nil)
    }

    func tell(
        _ event: String, _ panel: TestPanel, _ emoji: String, by member: Snowflake?,
        key: String? = nil
    ) async throws -> InMemoryAnswer {
        let member = member.map { ",\"member_id\":\"\($0)\"" } ?? ""
        return try await ask(
            "POST", "check",
            """
            "message_id":"\(panel.message)","channel_id":"\(channel)","interaction_type":"\(event)",
            "emoji_name":"\(emoji)","emoji_id":null\(member)
            """, headers: key.map { ["Idempotency-Key: \($0)"] } ?? [])
    }

    func roles(of member: Snowflake) -> Set<Snowflake> { Set(guild.members[member]?.roles ?? []) }

    func message(_ panel: TestPanel) -> EmulatedMessage? {
        guild.message(panel.message, in: channel)
    }

    /// The ids of components that the message shows: custom ids of buttons, values of items.
    func shown(_ panel: TestPanel) -> [String] {
        let parts = (message(panel)?.components ?? []).flatMap { $0["components"]?.elements ?? [] }
        return parts.flatMap { part in
            part["options"]?.elements.compactMap { $0["value"]?.string }
                ?? [part["custom_id"]?.string?.split(separator: ":").last.map(String.init) ?? ""]
        }
    }

    /// The emoji that the bot reacts with.
    func ownReactions(_ panel: TestPanel) -> Set<String> {
        let bot = emulator.world.bot.id
        let own = message(panel)?.reactions.filter { $0.normal.contains(bot) } ?? []
        return Set(own.map(\.emoji.name))
    }

    /// The ids of the panel's entries, as the API tells them.
    func entries(_ panel: TestPanel) async throws -> [String] {
        let answer = try await ask("GET", "panel/\(panel.id)/entries")
        return answer.data?.member("reactionroles" as StaticString)?.elements.compactMap {
            $0.member("entry_id" as StaticString)?.string()
        } ?? []
    }

    /// The calls that change something at Discord.
    var changes: [RecordedCall] { emulator.calls.filter { $0.method != "GET" } }

    /// One look for what is left to do, with whatever waits for a later time due now.
    func upkeep(worker: Int = 0) async throws {
        try sql("UPDATE effects SET due_at = now()")
        await workers[worker].reconciler.completeAll()
    }
}

struct TestPanel: Sendable {
    let id: String
    let type: String
    let message: Snowflake

    @LoopActor
    init(_ answer: InMemoryAnswer) throws {
        guard let id = answer.text(of: "panel", "panel_id"),
            let type = answer.text(of: "panel", "panel_type"),
            let message = answer.text(of: "panel", "message_id").flatMap(Snowflake.init(decimal:))
        else { throw TestFailure(answer.said) }
        self.id = id
        self.type = type
        self.message = message
    }
}

struct TestEntry: Sendable {
    let id: String
    let role: Snowflake
    let emoji: String
}

extension InMemoryAnswer {
    func text(of object: StaticString, _ name: StaticString) -> String? {
        data?.member(object)?.member(name)?.string()
    }

    func count(_ list: StaticString) -> Int? { data?.member(list)?.elements.map { $0 }.count }

    func number(_ name: StaticString) -> Int64? { data?.member(name)?.int64() }
}

/// Runs a body with a database, an emulator, and a guild in which the module is enabled.
func withPlace(
    workers: Int = 1, _ body: @escaping @Sendable @LoopActor (Place) async throws -> Void
) async throws {
    try await withDatabase { url in
        try await withEmulator { emulator in
            let place = try Place(url, emulator, workers: workers)
            defer { for worker in place.workers { worker.stop() } }
            try await place.enable()
            try await body(place)
        }
    }
}

/// Runs bodies at once, and gives what each returned.
@LoopActor
func together<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable @LoopActor (Int) async throws -> Value
) async throws -> [Value] {
    let shots = (0..<count).map { number in
        let shot = Promise<Result<Value, any Error>>()
        spawn {
            do { shot.fulfil(.success(try await body(number))) } catch {
                shot.fulfil(.failure(error))
            }
        }
        return shot
    }
    var values: [Value] = []
    for shot in shots { values.append(try await shot.value.get()) }
    return values
}

/// Waits on the loop until a condition holds.
@LoopActor
func until(_ condition: () throws -> Bool) async throws {
    let end = Instant.now() + .seconds(20)
    while try !condition() {
        guard Instant.now() < end else { throw TestFailure("it never came to that") }
        await sleep(for: .milliseconds(5))
    }
}
