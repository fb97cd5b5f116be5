import Modules

/// The names, pictures and colours behind a guild's ids, for the dashboard: from Discord, remembered for a minute.
@LoopActor
final class Directory {
    private let discord: DiscordClient
    private let guilds = RecentReads<Snowflake, GuildDirectory>(capacity: 1_000)
    /// The guilds that the bot is in; nil for others.
    private let ownGuilds = RecentReads<Snowflake, DirectoryGuild?>(capacity: 50_000)
    private let members = RecentReads<MemberOfGuild, DirectoryMember>(capacity: 50_000)

    private struct MemberOfGuild: Hashable {
        let guild: Snowflake
        let member: Snowflake
    }

    /// How many members a request may name.
    nonisolated static let longestList = 100

    init(_ discord: DiscordClient) {
        self.discord = discord
    }

    nonisolated var endpoints: [Endpoint] { [guildsEndpoint, guildEndpoint, membersEndpoint] }

    nonisolated private var guildsEndpoint: Endpoint {
        Endpoint(
            .get, "/guilds",
            "Lists the guilds that the caller administers and the bot is in, by name.",
            group: "directory", access: .users, errors: [.discord],
            botNeeds: "no permission of its own",
            answer: .object(["guilds": .list(DirectoryGuild.shape)])
        ) { [self] context in
            guard case .user(_, let administered) = context.caller else {
                throw APIError.forbidden
            }
            let calls = discord.acting(for: context)
            let found = administered.map { id in begin { try await self.guild(id, calls) } }
            var guilds: [DirectoryGuild] = []
            for promise in found {
                if let guild = try await promise.value.get() { guilds.append(guild) }
            }
            return .one("guilds", guilds.sorted { ($0.name, $0.id) < ($1.name, $1.id) })
        }
    }

    /// Nil for one that the bot isn't in.
    private func guild(
        _ id: Snowflake, _ calls: DiscordCalls
    ) async throws -> DirectoryGuild? {
        try await ownGuilds.value(of: id) {
            do throws(DiscordError) {
                return DirectoryGuild(try await calls.guild(id))
            } catch {
                guard error.isGone(.guild) || error.isForbidden else { throw error }
                return nil
            }
        }
    }

    nonisolated private var guildEndpoint: Endpoint {
        Endpoint(
            .get, "/guilds/{guild_id}/directory",
            "Tells the name and the icon of a guild, and its channels and roles.",
            group: "directory", access: .administrators, errors: [.badRequest, .discord],
            botNeeds: "no permission of its own", answer: GuildDirectory.shape,
            fields: .guildInPath
        ) { [self] context, guild in
            let calls = discord.acting(for: context)
            return .object(
                try await guilds.value(of: guild) {
                    try await GuildDirectory(
                        calls.guild(guild), channels: calls.channels(of: guild))
                })
        }
    }

    nonisolated private var membersEndpoint: Endpoint {
        Endpoint(
            .get, "/guilds/{guild_id}/members",
            "Tells the names and the pictures of members; both are null for who is gone.",
            group: "directory", access: .administrators, input: .query,
            errors: [.badRequest, .discord], botNeeds: "no permission of its own",
            answer: .object(["members": .list(DirectoryMember.shape)]),
            fields: .guildInPath,
            Field<String>.text(
                "ids", 1...2_100, "The members' ids, with commas between; 1 to 100.")
        ) { [self] context, guild, text in
            let ids = try Self.ids(text)
            let calls = discord.acting(for: context)
            let found = ids.map { id in begin { try await self.member(id, of: guild, calls) } }
            var members: [DirectoryMember] = []
            for promise in found { members.append(try await promise.value.get()) }
            return .one("members", members)
        }
    }

    private func member(
        _ id: Snowflake, of guild: Snowflake, _ calls: DiscordCalls
    ) async throws -> DirectoryMember {
        try await members.value(of: MemberOfGuild(guild: guild, member: id)) {
            DirectoryMember(id, try await calls.memberIfPresent(id, of: guild), in: guild)
        }
    }

    private func begin<Value: Sendable>(
        _ body: @escaping @LoopActor () async throws -> Value
    ) -> Promise<Result<Value, any Error>> {
        let promise = Promise<Result<Value, any Error>>()
        spawn {
            do { promise.fulfil(.success(try await body())) } catch {
                promise.fulfil(.failure(error))
            }
        }
        return promise
    }

    private static func ids(_ text: String) throws(APIError) -> [Snowflake] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let ids = parts.compactMap { Snowflake(decimal: String($0)) }
        guard ids.count == parts.count, ids.count <= longestList else {
            throw .badRequest(
                "Field 'ids' must be 1 to \(longestList) Discord ids with commas between.",
                field: "ids")
        }
        return ids
    }
}
