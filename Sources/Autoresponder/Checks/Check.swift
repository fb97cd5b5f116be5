import API
import Discord
import Essentials
import EventLoop

/// A message to be checked, as the request tells of it.
struct CheckRequest: Sendable {
    let guild: Snowflake
    let message: Snowflake
    let channel: Snowflake
    let roles: [Snowflake]
    /// The message's text, where the caller knows it.
    let content: String?
    let member: Snowflake?
}

/// What is checked in which order: what the database knows, then channel and roles, then the text.
@LoopActor
struct Check {
    let module: Autoresponder
    let request: CheckRequest
    let call: Call
    let statistics: CheckStatistics
    /// With @everyone, whose id is the guild's.
    private let roles: Set<Snowflake>
    private let meter = WorkMeter()

    init(_ module: Autoresponder, _ request: CheckRequest, _ call: Call) {
        self.module = module
        self.request = request
        self.call = call
        roles = Set(request.roles + [request.guild])
        statistics = CheckStatistics(module.recorder, of: request.guild, call)
    }

    func run() async throws -> CheckOutcome {
        let outcome = try await judged()
        await statistics.finish()
        return outcome
    }

    private func judged() async throws -> CheckOutcome {
        let state = try await module.guilds.state(
            of: request.guild, message: request.message, deadline: call.deadline)
        guard let version = state.version else { throw APIError.moduleDisabled }
        if state.isAnswered { return CheckOutcome(Answering.alreadyAnswered) }
        let triggers = try await triggers(version)
        if let content = request.content { return try await match(content, nil, triggers) }
        guard await triggers.couldFire(channels: [request.channel], roles: roles, meter) else {
            return Self.nothing
        }
        guard let message = try await readMessage() else { return Self.gone }
        guard !message.isAutomatic else { return Self.automatic }
        return try await match(message.content, message, triggers)
    }

    private static let nothing = CheckOutcome("No trigger matches the message.")
    private static let gone = CheckOutcome("The message is gone.")
    private static let automatic = CheckOutcome("Messages of bots and webhooks aren't answered.")

    private func triggers(_ version: Int64) async throws -> TriggerSet {
        let found: TriggerSet?
        do {
            found = try await module.triggerSets.triggers(
                of: request.guild, version: version, deadline: call.deadline)
        } catch {
            throw APIError(error, .reading)
        }
        guard let found else { throw APIError.moduleDisabled }
        return found
    }

    private func match(
        _ text: String, _ message: Message?, _ triggers: TriggerSet
    ) async throws -> CheckOutcome {
        let hits = await triggers.hits(text, roles: roles, meter).filter {
            $0.admits(channels: [request.channel])
        }
        guard !hits.isEmpty else { return Self.nothing }
        var message = message
        if message == nil, request.member == nil {
            // The caller gave the text, but not whose it is. Where Discord doesn't let us see, its word is good.
            do throws(DiscordError) {
                message = try await readMessage()
            } catch {
                guard error.isFinal, error != .foreign(.channel) else { throw error }
            }
        }
        if message?.isAutomatic == true { return Self.automatic }
        let author = message?.author.map { Person($0.id, account: $0) }
        return try await Answering(
            database: module.database, discord: discord, log: module.log, guild: request.guild,
            channel: request.channel, message: request.message,
            author: author ?? request.member.map { Person($0) }, call: call,
            statistics: statistics
        ).run(AnswerPlan(hits, triggers.responseTypes))
    }

    private var discord: DiscordCalls { module.discord.acting(for: call) }

    /// Nil where it's gone.
    private func readMessage() async throws(DiscordError) -> Message? {
        do {
            return try await discord.message(
                request.message, in: discord.channel(request.channel, of: request.guild))
        } catch {
            guard error.isGone(.message, .channel) else { throw error }
            return nil
        }
    }
}

extension Message {
    /// Written by a bot or a webhook.
    fileprivate var isAutomatic: Bool { webhook != nil || author?.isBot == true }
}
