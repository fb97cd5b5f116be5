import Discord
import Essentials
import EventLoop
import Postgres
import TestSupport

@testable import Effects

/// Something to be done once, on a Discord that is a dictionary: what the engine is tested with.
struct Letter: Effect {
    let key: EffectKey
    let office: PostOffice

    struct State: Sendable {
        var isPosted: Bool
    }

    enum Step: Hashable, Sendable {
        case post
    }

    struct Busy: Error {}

    static var busy: any Error { Busy() }

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, Bool> {
        let rows = try await claim.database.run(
            LetterSQL.find, [.int8(key.subject)], deadline: .now() + .seconds(5))
        guard let row = rows.first else { return .nothing(false) }
        try await claim.take()
        try office.moment()
        if let refusal = office.refusal { throw refusal }
        return .claimed(State(isPosted: row.bool(0)))
    }

    nonisolated func next(_ state: State) -> Step? { state.isPosted ? nil : .post }

    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws {
        let nonce = try await claim.begin("posting")
        try office.moment()
        try claim.check()
        try await office.post(nonce)
        try office.moment()
        try await claim.clear([BoundStatement(LetterSQL.posted, [.int8(key.subject)])])
        try office.moment()
        state.isPosted = true
    }

    func settle(_ state: State, _ claim: EffectClaim) async throws -> Bool {
        try await claim.settle()
        return true
    }
}

/// Takes letters, each number once, and lets workers die.
@LoopActor
final class PostOffice {
    private(set) var posted: [Int64] = []
    private(set) var tries = 0
    var failure: DiscordError?
    /// What Discord answers to being read, before anything is in doubt.
    var refusal: DiscordError?
    /// Done before a letter is taken.
    var before: (@LoopActor () async -> Void)?
    /// At which moment the worker dies; nil: it lives.
    var death: Int?
    private var moments = 0

    struct Crash: Error {}

    nonisolated init() {}

    /// Between two things that a worker does.
    func moment() throws {
        moments += 1
        if moments == death { throw Crash() }
    }

    func post(_ number: Int64) async throws(DiscordError) {
        tries += 1
        await before?()
        if let failure { throw failure }
        if !posted.contains(number) { posted.append(number) }
    }
}

enum LetterSQL: String, SQL {
    case find = "SELECT is_posted FROM letters WHERE id = $1::int8"
    case posted = "UPDATE letters SET is_posted = true WHERE id = $1::int8"
}

/// Some workers, as far as the engine needs them, and a table of letters.
@LoopActor
final class Workers {
    let url: String
    let office = PostOffice()
    let reconcilers: [Reconciler]
    let discord = DiscordClient(log: .silent)

    init(_ url: String, count: Int) throws {
        self.url = url
        let discord = discord
        reconcilers = try (0..<count).map { _ in
            let database = try Database(configuration: .patient(url))
            database.start()
            return Reconciler(database, discord: discord, log: .silent)
        }
        for reconciler in reconcilers {
            reconciler.resumes(.panel) { [office] in Letter(key: $0, office: office) }
        }
        try script("CREATE TABLE letters (id bigint PRIMARY KEY, is_posted boolean NOT NULL)")
    }

    func stop() { for reconciler in reconcilers { reconciler.database.stop() } }

    nonisolated static func key(_ letter: Int64 = 1, in guild: Int64 = 7) -> EffectKey {
        EffectKey(.panel, in: Snowflake(rawValue: guild) ?? .first, subject: letter)
    }

    func letter(_ id: Int64 = 1) throws {
        try script("INSERT INTO letters VALUES (\(id), false)")
    }

    @discardableResult
    func post(_ letter: Int64 = 1, worker: Int = 0) async throws -> Bool {
        let guild = Self.key().guild
        return try await reconcilers[worker].run(
            Letter(key: Self.key(letter), office: office),
            discord.actingInBackground(in: guild, waitLimit: .now() + .seconds(5)),
            patience: .now() + .seconds(5))
    }

    /// What is in doubt or due is looked after now.
    func complete(worker: Int = 1) async throws {
        try script("UPDATE effects SET due_at = now()")
        await reconcilers[worker].completeAll()
    }

    func script(_ text: String) throws { try SynchronousDatabase(url: url).execute(script: text) }

    func number(_ text: String) throws -> Int64 {
        try SynchronousDatabase(url: url).run(TestSQL(text))[0].int64(0)
    }

    func left(_ condition: String = "true") throws -> Int64 {
        try number("SELECT count(*) FROM effects WHERE \(condition)")
    }
}

func withWorkers(
    _ count: Int = 2, _ body: @escaping @Sendable @LoopActor (Workers) async throws -> Void
) async throws {
    try await withDatabase { url in
        try await onLoop {
            let workers = try Workers(url, count: count)
            defer { workers.stop() }
            for reconciler in workers.reconcilers {
                await until { reconciler.database.isReachable }
            }
            try await body(workers)
        }
    }
}
