import API
import DiscordEmulator
import Essentials
import EventLoop
import Modules
import TestSupport
import Testing

@testable import Discord

/// The client against the emulator: one guild does its worst, another one goes on.
@Suite struct FairShareTests {
    /// The cluster's budget, without a database.
    @LoopActor
    private final class LocalBudget: SendBudget {
        nonisolated let rate: Int? = 47
        private var model = BudgetModel(rate: 47)

        nonisolated init() {}

        func reserve(
            _ count: Int, for urgency: SendUrgency
        ) async throws(SendBudgetError) -> SendTimes {
            model.reserve(.init(count: count, urgency: urgency), now: .now())
        }

        func block(for duration: Duration) async {}
    }

    /// The calls of a guild's API key.
    @LoopActor private func calls(
        _ client: DiscordClient, _ guild: Snowflake
    ) -> DiscordCalls {
        DiscordCalls(
            client: client, waitLimit: .now() + .seconds(60), urgency: .interactive,
            party: CallParty(guild: guild, caller: .apiKey("key of \(guild)")))
    }

    @Test func `beside four hundred calls of one guild another's wait for a few turns each`()
        async throws
    {
        try await withEmulator { emulator in
            let (busy, quiet) = (emulator.world.addGuild().id, emulator.world.addGuild().id)
            let client = emulator.client(budget: LocalBudget())
            defer { client.stop() }
            for _ in 0..<400 {
                spawn { _ = try? await self.calls(client, busy).guild(busy) }
            }
            await until { emulator.calls.count >= 20 }
            for _ in 1...5 {
                let before = emulator.calls.count
                _ = try await self.calls(client, quiet).guild(quiet)
                let turns = emulator.calls.dropFirst(before).prefix {
                    !$0.path.hasSuffix("\(quiet)")
                }
                #expect(turns.count <= 10)
            }
            #expect(emulator.calls.count < 200)
        }
    }

    @Test func `a guild where the bot may do nothing stops after its share, others go on`()
        async throws
    {
        try await withEmulator { emulator in
            let (bad, good) = (emulator.world.addGuild(), emulator.world.addGuild())
            bad.setBotPermissions([])
            bad.roles[bad.id]?.permissions = []
            let (closed, open) = (bad.addChannel(), good.addChannel())
            var configuration = DiscordConfiguration(
                base: emulator.baseURL, token: emulator.world.token)
            configuration.invalidBound = 200
            let client = DiscordClient(configuration, budget: UnlimitedBudget(), log: .silent)
            let draft = MessageDraft(content: "hi")
            var refusals: [DiscordError] = []
            for _ in 1...250 {
                let error = await failure { () throws(DiscordError) in
                    let channel = GuildChannel(proven: closed, of: bad.id)
                    _ = try await self.calls(client, bad.id).createMessage(
                        draft, in: channel)
                }
                if let error { refusals.append(error) }
            }
            #expect(refusals.count == 250)
            #expect(emulator.calls.count <= 20)
            #expect(refusals.last == .guarded(.routeInGuild))
            #expect(refusals.last?.apiError == .discord(RefusalShare.routeInGuild.words))
            let channel = GuildChannel(proven: open, of: good.id)
            for _ in 1...20 {
                _ = try await self.calls(client, good.id).createMessage(draft, in: channel)
            }
        }
    }

    @Test func `a guild's reading doesn't wait behind the same reading of another`() async throws {
        try await withEmulator { emulator in
            let (busy, quiet) = (emulator.world.addGuild().id, emulator.world.addGuild())
            let channel = quiet.addChannel()
            let client = emulator.client(budget: LocalBudget())
            defer { client.stop() }
            for _ in 0..<400 {
                spawn { _ = try? await self.calls(client, busy).guild(busy) }
            }
            await until { emulator.calls.count >= 20 }
            // The busy guild names the quiet one's channel.
            spawn { _ = try? await self.calls(client, busy).channel(channel, of: busy) }
            let before = emulator.calls.count
            _ = try await self.calls(client, quiet.id).channel(channel, of: quiet.id)
            #expect(emulator.calls.count - before <= 20)
        }
    }

    @Test func `whose share calls count for`() {
        func party(_ caller: Caller, guild: Snowflake? = 1) -> CallParty {
            CallParty(caller, in: guild)
        }
        #expect(party(.service(token: 7)) == CallParty(guild: 1, caller: nil))
        #expect(party(.anonymous, guild: nil) == .nobody)
        let key = Caller.apiKey(guild: 1, id: "k")
        #expect(party(key) == CallParty(guild: 1, caller: .apiKey("k")))
        #expect(party(key, guild: nil) == CallParty(guild: 1, caller: .apiKey("k")))
        let user = Caller.user(9, administers: [2])
        #expect(party(user, guild: 2) == CallParty(guild: 2, caller: .user(9)))
        // In other guilds a user only sees to their own data.
        #expect(party(user, guild: 3).share == .caller(.user(9)))
        #expect(party(user, guild: 4).share == .caller(.user(9)))
    }
}
