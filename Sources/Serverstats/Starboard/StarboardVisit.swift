import API
import Discord
import Essentials
import EventLoop

/// What is done under one claim: the stars are read, and the post is made to fit them, step by step.
@LoopActor
struct StarboardVisit {
    let claim: StarboardClaim
    /// The message's channel as the request names it.
    let channel: Snowflake
    /// The starboard's channel and how many stars it asks for.
    let starboard: Snowflake
    let needed: Int
    let discord: DiscordCalls
    /// The database's time when the message was claimed.
    let now: Timestamp
    var entry: StarboardEntry
    private var hasSearched = false
    private var outcome: StarboardOutcome?

    init(
        claim: StarboardClaim, channel: Snowflake, starboard: Snowflake, needed: Int,
        discord: DiscordCalls, now: Timestamp, entry: StarboardEntry
    ) {
        self.claim = claim
        self.channel = channel
        self.starboard = starboard
        self.needed = needed
        self.discord = discord
        self.now = now
        self.entry = entry
    }

    private var post: StarboardPost {
        StarboardPost(guild: claim.guild, channel: channel, message: claim.message)
    }

    mutating func perform() async throws -> StarboardOutcome {
        guard let reading = try await read() else { return .gone }
        while true {
            let step = StarboardMachine.step(
                entry, stars: reading.stars, needed: needed, hasSearched: hasSearched)
            if step == .leave { return try await leave(reading) }
            if let outcome = try await attempt(step, reading) { return outcome }
        }
    }

    /// Nil where the message is gone, and its entry too, as if its deletion had been told.
    private func read() async throws -> StarReading? {
        do {
            let place = try await discord.channel(channel, of: claim.guild, field: "channel_id")
            return try await StarReading(of: claim.message, in: place, needed: needed, discord)
        } catch let error as DiscordError {
            guard error.isGone(.message, .channel) else { throw error }
        }
        // A wrong channel says nothing about the message.
        if channel == entry.originalChannel { try await claim.drop() }
        return nil
    }

    private mutating func attempt(
        _ step: StarboardMachine.Step, _ reading: StarReading
    ) async throws -> StarboardOutcome? {
        do {
            return try await take(step, reading)
        } catch let error as DiscordError {
            guard
                StarboardMachine.givesUp(entry, at: step, after: error, starboard: starboard)
            else { throw error }
        }
        try await forgetPost()
        return nil
    }

    /// Gives an outcome where nothing is left to be done.
    private mutating func take(
        _ step: StarboardMachine.Step, _ reading: StarReading
    ) async throws -> StarboardOutcome? {
        try claim.check()
        switch step {
        case .leave: return nil
        case .send(let isNew): return try await send(reading, isNew: isNew)
        case .search: return try await search()
        case .edit(let post): return try await edit(post, reading)
        case .remove(let post): return try await remove(post)
        case .conclude:
            try await forgetPost()
            return nil
        }
    }

    private func leave(_ reading: StarReading) async throws -> StarboardOutcome {
        try await claim.read()
        if let outcome { return outcome }
        return reading.stars < needed ? .tooFewStars : .unchanged
    }

    private mutating func forgetPost() async throws {
        try await claim.forgetPost()
        entry.forgetPost()
    }
}

// MARK: Steps

extension StarboardVisit {
    private mutating func send(
        _ reading: StarReading, isNew: Bool
    ) async throws -> StarboardOutcome? {
        if isNew {
            guard let target = try await ownStarboard() else { return .foreignStarboard }
            try await AgeRestriction.check(from: place(channel), to: target, discord)
        }
        try claim.check()
        let (generation, target) = try await claim.send(to: starboard, isKnownAbsent: hasSearched)
        entry.state = .posting
        entry.channel = target
        let draft = post.draft(of: reading.message, stars: reading.stars, generation: generation)
        let sent: Message
        do throws(DiscordError) {
            sent = try await discord.createMessage(draft, in: place(target))
        } catch {
            // Refused, and never sent before: there's no post. Otherwise there may be one.
            if isNew, error.isFinal { try await forgetPost() }
            throw error
        }
        return try await keep(sent.id, generation, reading)
    }

    /// Notes the post. Where the claim was lost meanwhile, its post may be one too many.
    private func keep(
        _ sent: Snowflake, _ generation: Int64, _ reading: StarReading
    ) async throws -> StarboardOutcome {
        do {
            _ = try await claim.sent(sent, stars: reading.stars)
            return .posted
        } catch let lost as StarboardClaim.Lost {
            let entry = try await claim.doubt()
            if StarboardMachine.isOrphan(sent, generation: generation, now: entry),
                let channel = self.entry.channel
            {
                try? await discord.deleteMessage(
                    sent, in: place(channel), reason: Self.orphanReason)
            }
            throw lost
        }
    }

    private mutating func search() async throws -> StarboardOutcome? {
        guard let target = entry.channel else { return nil }
        let search = StarboardSearch(post, bot: try await discord.botID(), entry: entry, now: now)
        if let found = try await search.find(in: place(target), discord) {
            if try await claim.sent(found, stars: nil) == nil {
                entry.forgetPost()
            } else {
                entry.adopt(found)
            }
        } else {
            hasSearched = true
        }
        return nil
    }

    private mutating func edit(
        _ message: Snowflake, _ reading: StarReading
    ) async throws -> StarboardOutcome? {
        guard let target = entry.channel else { return nil }
        try await claim.begin(.editing)
        try claim.check()
        let edit = post.edit(stars: reading.stars)
        _ = try await discord.editMessage(message, in: place(target), to: edit)
        do {
            try await claim.edited(stars: reading.stars)
        } catch let lost as StarboardClaim.Lost {
            // Our number may have come after a newer one.
            _ = try await claim.doubt()
            throw lost
        }
        return .edited
    }

    private mutating func remove(_ message: Snowflake) async throws -> StarboardOutcome? {
        guard let target = entry.channel else { return nil }
        try await claim.begin(.removing)
        try claim.check()
        do throws(DiscordError) {
            try await discord.deleteMessage(
                message, in: place(target), reason: Self.removalReason)
        } catch {
            // Somebody else may have taken it away.
            guard error.isGone(.message, .channel) else { throw error }
        }
        try await forgetPost()
        outcome = .removed
        return nil
    }

    /// Nil where the settings name another guild's channel, as they could before channels were checked.
    private func ownStarboard() async throws(DiscordError) -> GuildChannel? {
        do throws(DiscordError) {
            return try await place(starboard)
        } catch {
            guard error == .foreign(.channel) else { throw error }
            return nil
        }
    }

    private func place(_ channel: Snowflake) async throws(DiscordError) -> GuildChannel {
        try await discord.channel(channel, of: claim.guild)
    }

    private static let removalReason = "Starboard: the message has too few stars"
    private static let orphanReason = "Starboard: the message's entry is gone"
}
