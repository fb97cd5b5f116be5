import Modules

/// A message to be checked, with the request's fields.
struct CheckRequest: Sendable {
    let guild: Snowflake
    let message: Snowflake
    let channel: Snowflake
    let roles: [Snowflake]
    /// The message's text, if the caller supplies it.
    let content: String?
    let member: Snowflake?
    /// Whether a bot or a webhook wrote it, if the caller supplies that.
    let isBots: Bool?
}

/// The checks of a message in order of cost: the database first, then roles, channel and text; calls to Discord only as needed.
@LoopActor
struct Check {
    let module: Autoresponder
    let request: CheckRequest
    let context: RequestContext
    let statistics: CheckCounts
    /// Includes @everyone, whose id is the guild's.
    private let roles: Set<Snowflake>
    private let meter = WorkMeter()

    /// The message's channel, and its id together with the parent's if it's a thread.
    private struct Place {
        let channel: GuildChannel
        let channels: [Snowflake]
    }

    init(_ module: Autoresponder, _ request: CheckRequest, _ context: RequestContext) {
        self.module = module
        self.request = request
        self.context = context
        roles = Set(request.roles + [request.guild])
        statistics = CheckCounts(module.recorder, of: request.guild, context)
    }

    func run() async throws -> CheckOutcome {
        let outcome = try await judged()
        await statistics.finish()
        return outcome
    }

    private func judged() async throws -> CheckOutcome {
        let state = try await module.guilds.state(
            of: request.guild, message: request.message, deadline: context.deadline)
        guard let version = state.version else { throw APIError.moduleDisabled }
        if state.isAnswered { return CheckOutcome(AnswerEffect.alreadyAnswered) }
        if request.isBots == true { return Self.automatic }
        let triggers = try await triggers(version)
        if let content = request.content { return try await judge(content, triggers) }
        return try await judgeRead(triggers)
    }

    private static let nothing = CheckOutcome("No trigger matches the message.")
    static let gone = CheckOutcome("The message is gone.")
    private static let automatic = CheckOutcome("Messages of bots and webhooks aren't answered.")
    private static let notice = CheckOutcome("Discord's own notices aren't answered.")

    private func triggers(_ version: Int64) async throws -> TriggerSet {
        let found: TriggerSet?
        do {
            found = try await module.triggerSets.triggers(
                of: request.guild, version: version, deadline: context.deadline)
        } catch {
            throw APIError(error, .reading)
        }
        guard let found else { throw APIError.moduleDisabled }
        return found
    }

    /// The caller didn't supply the text, so the message is read from Discord.
    private func judgeRead(_ triggers: TriggerSet) async throws -> CheckOutcome {
        guard await triggers.couldFire(channels: nil, roles: roles, meter) else {
            return Self.nothing
        }
        guard let place = try await place() else { return Self.gone }
        guard await triggers.couldFire(channels: place.channels, roles: roles, meter) else {
            return Self.nothing
        }
        guard let message = try await readMessage(in: place.channel) else { return Self.gone }
        if let refusal = refusal(of: message) { return refusal }
        let hits = await triggers.hits(message.content, roles: roles, meter)
            .filter { $0.admits(channels: place.channels) }
        return try await answer(hits, triggers, message.author.map { Person($0.id, account: $0) })
    }

    /// The caller gave the text, so Discord is asked only if a trigger matches. With `member_id` the text is taken for a person's. Without it,
    /// the author is read from Discord; if that is forbidden, the caller's text is accepted.
    private func judge(_ text: String, _ triggers: TriggerSet) async throws -> CheckOutcome {
        var hits = await triggers.hits(text, roles: roles, meter)
        guard !hits.isEmpty else { return Self.nothing }
        guard let place = try await place() else { return Self.gone }
        hits = hits.filter { $0.admits(channels: place.channels) }
        guard !hits.isEmpty else { return Self.nothing }
        if request.isBots == false, let member = request.member {
            if try await isOwn(member) { return Self.automatic }
            return try await answer(hits, triggers, Person(member))
        }
        // Without the author, read the message from Discord; if that's forbidden, trust the caller's fields.
        var author = request.member.map { Person($0) }
        do throws(DiscordError) {
            guard let message = try await readMessage(in: place.channel) else { return Self.gone }
            if let refusal = refusal(of: message) { return refusal }
            author = message.author.map { Person($0.id, account: $0) } ?? author
        } catch {
            guard error.isFinal else { throw error }
            if let member = request.member, try await isOwn(member) { return Self.automatic }
        }
        return try await answer(hits, triggers, author)
    }

    private func answer(
        _ hits: [Trigger], _ triggers: TriggerSet, _ author: Person?
    ) async throws -> CheckOutcome {
        guard !hits.isEmpty else { return Self.nothing }
        let plan = await AnswerPlan(hits, triggers.responseTypes, meter)
        let effect = AnswerEffect(
            key: EffectKey(.answer, in: request.guild, subject: request.message.rawValue),
            log: module.log,
            request: AnswerEffect.Request(
                plan: plan, channel: request.channel, author: author, statistics: statistics))
        do {
            return try await module.reconciler.run(effect, discord, patience: context.deadline)
        } catch is AnswerEffect.Busy {
            return CheckOutcome("Another check is answering this message.")
        }
    }

    private var discord: DiscordCalls { module.discord.acting(for: context) }

    /// Nil if the channel is gone.
    /// - Throws: 422 if it's another guild's.
    private func place() async throws -> Place? {
        let channel: GuildChannel
        do {
            channel = try await discord.channel(
                request.channel, of: request.guild, field: "channel_id")
        } catch let error as DiscordError where error.isGone(.channel) {
            return nil
        }
        let parent = try await discord.parent(ofThread: channel)
        return Place(channel: channel, channels: [channel.id] + (parent.map { [$0] } ?? []))
    }

    /// The reason not to answer a message, whatever its text; nil for a person's message.
    private func refusal(of message: Message) -> CheckOutcome? {
        if message.webhook != nil || message.author?.isBot == true { return Self.automatic }
        return message.isSomebodys ? nil : Self.notice
    }

    private func isOwn(_ member: Snowflake) async throws(DiscordError) -> Bool {
        try await discord.botID() == member
    }

    /// Nil if it's gone.
    private func readMessage(in channel: GuildChannel) async throws(DiscordError) -> Message? {
        do {
            return try await discord.message(request.message, in: channel)
        } catch {
            guard error.isGone(.message, .channel) else { throw error }
            return nil
        }
    }
}
