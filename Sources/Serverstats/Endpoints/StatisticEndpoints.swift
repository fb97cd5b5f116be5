import Modules

/// The POST and GET endpoints derived from the table of statistics.
extension Serverstats {
    var statisticEndpoints: [Endpoint] {
        Statistic.all.flatMap { [get($0)] + writing($0) }
    }

    private func writing(_ statistic: Statistic) -> [Endpoint] {
        switch statistic.content {
        case .member(let field), .membership(let field): [postMember(statistic, field)]
        case .message: [postMessage(statistic)]
        case .text(let member, _, let field): [postText(statistic, member, field)]
        case .checkTime: [postCheckTime(statistic)]
        case .voice: [postVoice(statistic), putVoice(statistic)]
        case .presence: [postPresence(statistic)]
        case .memberTotals, .statuses: []
        }
    }

    /// - Parameter event: fills in the fields of the event, which has its guild and the identity of its Idempotency-Key.
    private func post<each Value: Sendable & Equatable>(
        _ statistic: Statistic, _ fields: repeat Field<each Value>,
        takesIdempotencyKey: Bool = true,
        event: @escaping @Sendable (inout Event, repeat each Value) -> Void
    ) -> Endpoint {
        let kind = EventKind(statistic)
        let make = { @Sendable (guild: Snowflake, values: repeat each Value) -> Event in
            var made = Event(of: kind, in: guild, arrival: Instant(nanoseconds: 0))
            event(&made, repeat each values)
            return made
        }
        return Endpoint(
            .post, statistic.fullPath, "Adds an event to a statistic: \(statistic.title).",
            group: Self.group,
            access: .service, input: .body, errors: [.badRequest, .settings, .moduleDisabled],
            takesIdempotencyKey: takesIdempotencyKey, gate: gate(statistic.toggle),
            item: statistic.movesSessions ? nil : make, fields: .guild, repeat each fields
        ) { [events, database] (context, guild, values: repeat each Value) in
            var made = make(guild, repeat each values)
            made.arrive(at: context.arrival, key: context.idempotencyKey)
            let answer = try await events.record(made, deadline: context.deadline)
            if kind.number == Statistic.membersLeft, let member = made.user {
                // Idempotent, so a failure here is reported like a failure to store the event.
                try await SessionStore(database: database).leaveGuild(
                    member, guild, deadline: context.deadline)
            }
            return answer
        }
    }

    private func postMember(_ statistic: Statistic, _ field: String) -> Endpoint {
        post(statistic, .snowflake(field, "The member who did it.")) { $0.user = $1 }
    }

    private func postMessage(_ statistic: Statistic) -> Endpoint {
        post(
            statistic, .snowflake("author_id", "Who wrote the message."),
            .snowflake("channel_id", "Where it was written."),
            .snowflake("message_id", "The message; it's stored once."),
            takesIdempotencyKey: false
        ) { (event: inout Event, author, channel, message) in
            event.user = author
            event.channel = channel
            event.identity = message.rawValue
        }
    }

    private func postText(
        _ statistic: Statistic, _ member: String, _ field: String
    ) -> Endpoint {
        post(
            statistic, .snowflake(member, "The member who did it."),
            .text(field, 1...100, "What it was done with.")
        ) { (event: inout Event, member, text) in
            event.user = member
            event.text = text
        }
    }

    private func postCheckTime(_ statistic: Statistic) -> Endpoint {
        post(
            statistic, .number("check_time", atLeast: 0, "How long the check took, in seconds.")
        ) { $0.number = $1 }
    }
}

/// GET endpoints, with each statistic's filters.
extension Serverstats {
    private func get(_ statistic: Statistic) -> Endpoint {
        let user = Field<Snowflake>.snowflake("user_id", "Only rows of this member.").optional()
        let channel = Field<Snowflake>.snowflake("channel_id", "Only rows of this channel.")
            .optional()
        switch statistic.content {
        case .message, .voice:
            return get(statistic, user, channel) { (query: inout StatisticQuery, user, channel) in
                query.user = user
                query.channel = channel
            }
        case .member, .text, .presence:
            return get(statistic, user) { $0.user = $1 }
        case .membership, .checkTime, .memberTotals, .statuses:
            return get(statistic) { _ in }
        }
    }

    private func get<each Value: Sendable & Equatable>(
        _ statistic: Statistic, _ filters: repeat Field<each Value>,
        filter: @escaping @Sendable (inout StatisticQuery, repeat each Value) -> Void
    ) -> Endpoint {
        let rows = Shape.list(statistic.content.rowShape)
        return Endpoint(
            .get, statistic.fullPath, "Lists \(statistic.title), oldest first.",
            group: Self.group, access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer, .unprocessable],
            answer: .object(["stats": rows]), gate: gate(), fields: .guild,
            .integer("days", 1...30, "How many times 24 hours back.").standard(1),
            repeat each filters
        ) { [database] (context, guild, days, values: repeat each Value) in
            var query = StatisticQuery(statistic: statistic, guild: guild, days: days)
            filter(&query, repeat each values)
            return try await StatisticReader(database: database).answer(query, context)
        }
    }
}

extension EventStore {
    /// Stores an event and answers its request.
    fileprivate func record(_ event: Event, deadline: Instant) async throws -> Answer {
        let fate: Fate
        do throws(DatabaseError) {
            fate = try await store(event, deadline: deadline)
        } catch {
            throw event.failure(error)
        }
        return try fate.isRepeat() ? Self.takenBefore : Self.taken
    }

    private static let taken = Answer.message("The event was taken.")
    private static let takenBefore = Answer.message("The event was taken.", isRepeat: true)
}
