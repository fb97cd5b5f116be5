import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport

@testable import Serverstats

/// Runs a body with workers that share a database and a Discord.
func withCounters(
    workers count: Int = 1,
    _ body:
        @escaping @Sendable @LoopActor ([TestWorker], CounterWorld, TestDatabase) async throws
        -> Void
) async throws {
    try await Turnstile.shared.pass {
        try await withDatabase { url in
            try await onLoop {
                let world = try CounterWorld()
                let workers = try (0..<count).map { _ in
                    try TestWorker(url, discord: world.client())
                }
                defer {
                    world.stop()
                    for worker in workers { worker.stop() }
                }
                try await body(workers, world, TestDatabase(url: url))
            }
        }
    }
}

extension TestWorker {
    /// Enables a guild with counters in a category.
    func enableCounters(
        guild: Int64 = TestWorker.guild, on toggles: [Toggle] = [.counters], category: Int64
    ) async throws {
        try await ask("POST", "enable", guild: guild)
        try await put(
            Self.settings(of: guild, on: toggles).replacing(
                #""counters_category_id":5"#, with: #""counters_category_id":\#(category)"#))
    }

    @discardableResult
    func addCounter(
        _ type: Int, format: String? = nil, role: Int64? = nil, goal: Int? = nil,
        guild: Int64 = TestWorker.guild
    ) async throws -> InMemoryAnswer {
        let format = format.map { "\"\($0)\"" } ?? "null"
        return try await ask(
            "POST", "counters",
            """
            "counter_type":\(type),"new_format":\(format),\
            "new_role_id":\(role.map { "\($0)" } ?? "null"),"new_goal":\(goal.map { "\($0)" } ?? "null")
            """, guild: guild)
    }

    /// Does a whole run; gives what GET shows of it.
    @discardableResult
    func update() async throws -> UpdateRun {
        let path = "/modules/serverstats/counters/update"
        let answer = try await api.ask("POST", "\(path)?wait=true")
        guard answer.status == 200 else { throw TestFailure(answer.said) }
        return try await lastRun()
    }

    func lastRun() async throws -> UpdateRun {
        let answer = try await api.ask("GET", "/modules/serverstats/counters/update")
        let runs = answer.data?.member("runs" as StaticString)
        guard let run = runs?.elements.first(where: { _ in true }) else {
            throw TestFailure(answer.said)
        }
        func number(_ name: String) -> Int64 { run.member(name)?.int64() ?? -1 }
        return UpdateRun(
            id: number("run"), state: run.member("state" as StaticString)?.string() ?? "",
            done: number("done"), failed: number("failed"), left: number("left"))
    }

    /// A member's status, as the fleet reports it.
    func report(_ status: String, of member: Int64, guild: Int64 = TestWorker.guild) async throws {
        try await ask(
            "POST", "stats/activities/presence",
            #""presence_user_id":\#(member),"activities":[],"status":"\#(status)""#, guild: guild)
    }
}

extension CounterWorld {
    /// Guilds 1…count, each with a counter of members that shows 0.
    func furnish(
        _ count: Int, _ worker: TestWorker, _ database: TestDatabase,
        on toggles: [Toggle] = [.counters]
    ) async throws {
        for guild in 1...Int64(count) {
            let category = addGuild(guild)
            try await worker.enableCounters(guild: guild, on: toggles, category: category)
            let channel = addChannel(
                .init(guild: guild, type: 2, name: "Members: 0", parent: category))
            try database.run(
                """
                INSERT INTO counters (guild_id, counter_type, format, channel_id, name)
                VALUES (\(guild), 6, 'Members: <value>', \(channel), 'Members: 0')
                """)
        }
    }
}

struct UpdateRun: Hashable {
    let id: Int64
    let state: String
    let done: Int64
    let failed: Int64
    let left: Int64
}
