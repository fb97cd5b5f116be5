import API
import Discord
import Essentials
import EventLoop
import Modules
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// What keeps counting a member's entries from holding up others.
@Suite struct EntryCountTests {
    private static let busy = "Another member's entries are being counted in this guild."

    /// A count that takes as long as somebody holds the tables.
    @Test func `one count of a guild at a time, over all workers; other guilds go on`() async throws
    {
        try await withWorkers(2) { workers, database in
            let guild = try #require(Snowflake(rawValue: TestWorker.guild))
            let other = try #require(Snowflake(rawValue: 5))
            let (begun, end) = (Promise<Void>(), Promise<Void>())
            let counted = Promise<MemberEntries?>()
            await until { workers.allSatisfy { $0.database.direct.isConnected } }
            let first = workers[0].database
            spawn {
                counted.fulfil(
                    try? await EntryCount.alone("serverstats", guild, on: first) { _ in
                        begun.fulfil(())
                        await end.value
                        return MemberEntries(id: 3, names: MemberEntries.noNames)
                    })
            }
            await begun.value
            for worker in workers {
                let refused = await #expect(throws: APIError.self) {
                    try await EntryCount.alone("serverstats", guild, on: worker.database) { _ in
                        .none
                    }
                }
                #expect(refused?.status == 429)
                #expect(refused == .tooMuch(Self.busy, retryAfter: 2))
                let free = try await EntryCount.alone("serverstats", other, on: worker.database) {
                    _ in
                    .none
                }
                #expect(free == .none)
            }
            end.fulfil(())
            #expect(await counted.value?.id == 3)
            let next = try await EntryCount.alone("serverstats", guild, on: workers[1].database) {
                _ in MemberEntries(id: 4, names: MemberEntries.noNames)
            }
            #expect(next.id == 4)
        }
    }

    @Test func `what can't be counted in time isn't answered`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let count = EntryCount(worker.database, limit: .zero)
            let error = await #expect(throws: APIError.self) {
                _ = try await count.row(TestSQL("SELECT 1"), [])
            }
            #expect(error?.status == 429)
            #expect(error?.code == 429)
        }
    }
}
