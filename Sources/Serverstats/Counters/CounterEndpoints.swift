import Modules

/// The endpoints of counters: list, create, show and delete.
extension Serverstats {
    var counterEndpoints: [Endpoint] {
        [getCounters, postCounter, getCounter, deleteCounter, checkDeletedChannel]
    }

    private static let one = Shape.object(["counter": Counter.shape])
    private static let reading: [ErrorName] = [
        .badRequest, .settings, .moduleDisabled, .internalServer,
    ]

    private var getCounters: Endpoint {
        Endpoint(
            .get, "\(Self.root)/counters", "Lists the guild's counters, oldest first.",
            group: Self.group, access: .administrators, input: .query, errors: Self.reading,
            answer: Page.shape("counters", of: Counter.self), gate: gate(), fields: .guild, .page,
            .pageSize
        ) { [database] context, guild, page, size in
            let counters = try await database.counters(of: guild, deadline: context.deadline)
            return Page(number: page, size: size).answer("counters", outOf: counters)
        }
    }

    private var postCounter: Endpoint {
        Endpoint(
            .post, "\(Self.root)/counters",
            "Makes a counter: a locked voice channel whose name tells a number. Goals are not for type 1.",
            group: Self.group, access: .administrators, input: .body,
            errors: [
                .badRequest, .settings, .moduleDisabled, .internalServer, .database, .unprocessable,
            ], botNeeds: "Manage Channels",
            answer: Self.one, gate: gate(), fields: .guild,
            .integer("counter_type", 1...10, CounterType.choices),
            Field<String>.text(
                "new_format", 0...100, "The channel's name; empty or null for the type's own."
            ).nullable(),
            Field<Snowflake>.snowflake("new_role_id", "The role of types 3 and 7; ignored else.")
                .ignored(when: .counterHasNoRole),
            Field<Int>.integer("new_goal", 1...1_000_000_000, "What it counts down from.")
                .nullable()
        ) { [database, discord] context, guild, type, format, role, goal in
            let type = CounterType(rawValue: type) ?? .statuses
            let definition = CounterDefinition(
                type: type, format: format, role: role, goal: goal.map { Int64($0) })
            let creation = CounterCreation(
                database: database, discord: discord.acting(for: context), guild: guild)
            return Self.answer(try await creation.create(definition))
        }
    }

    private var getCounter: Endpoint {
        Endpoint(
            .get, "\(Self.root)/counter/{counter_id}", "Gives one counter.", group: Self.group,
            access: .administrators, input: .query, errors: Self.reading, answer: Self.one,
            fields: .path("counter_id", "The counter."), .guild
        ) { [database] context, id, guild in
            Self.answer(try await database.counter(id, of: guild, deadline: context.deadline))
        }
    }

    private var deleteCounter: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/counter/{counter_id}", "Deletes a counter and its channel.",
            group: Self.group, access: .administrators, input: .query,
            errors: Self.reading + [.database], botNeeds: "Manage Channels",
            answer: Self.one,
            fields: .path("counter_id", "The counter."), .guild
        ) { [database, discord] context, id, guild in
            let counter = try await database.counter(id, of: guild, deadline: context.deadline)
            // The channel first: if a later step fails, a repeated request completes the deletion.
            do throws(DiscordError) {
                let calls = discord.acting(for: context)
                try await calls.deleteChannel(
                    calls.channel(counter.channel, of: guild), reason: "Its counter was deleted.")
            } catch {
                // Another guild's channel is left alone.
                guard error.isGone(.channel) || error == .foreign(.channel) else { throw error }
            }
            _ = try await database.run(
                CounterSQL.drop, [.snowflake(guild), .int8(counter.id)],
                deadline: Instant.now() + .seconds(3))
            return Self.answer(counter)
        }
    }

    private var checkDeletedChannel: Endpoint {
        Endpoint(
            .post, "\(Self.root)/counters/check-delete",
            "A channel was deleted: drops its counter, or, if it was the category, all counters, and turns them off.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled], fields: .guild,
            .snowflake("channel_id", "The channel that was deleted.")
        ) { [database] context, guild, channel in
            let rows = try await database.runTogether(
                [
                    Serverstats.lock.exclusive(guild),
                    BoundStatement(
                        CounterSQL.dropChannel, [.snowflake(guild), .snowflake(channel)]),
                ], deadline: context.deadline)
            guard let row = rows.first else { throw APIError.moduleDisabled }
            if row.bool(0) { return Self.categoryDropped }
            return row.int(1) > 0 ? Self.counterDropped : Self.nothingDropped
        }
    }

    private static func answer(_ counter: Counter) -> Answer { .one("counter", counter) }

    private static let counterDropped = Answer.message("The channel's counter was dropped.")
    private static let categoryDropped = Answer.message(
        "The counters' category is gone: all counters were dropped and turned off.")
    private static let nothingDropped = Answer.message("The channel belongs to no counter.")
}

extension Condition {
    fileprivate static let counterHasNoRole = Condition(
        "counter_type is not 3 or 7",
        test: .field("counter_type", isNoneOf: [.integer(3), .integer(7)])
    ) { request in
        let type = request.raw("counter_type")?.integer.flatMap(CounterType.init)
        return type?.needsRole != true
    }
}

extension Database {
    /// The guild's counters, oldest first; 800 if the module is disabled.
    fileprivate func counters(of guild: Snowflake, deadline: Instant) async throws -> [Counter] {
        do throws(DatabaseError) {
            let rows = try await run(CounterSQL.read, [.snowflake(guild)], deadline: deadline)
            if !rows.isEmpty { return rows.compactMap { Counter(ifPresent: $0) } }
        } catch {
            throw APIError(error, .reading)
        }
        throw APIError.moduleDisabled
    }

    /// - Parameter id: as in the path.
    fileprivate func counter(
        _ id: String, of guild: Snowflake, deadline: Instant
    ) async throws -> Counter {
        let counters = try await counters(of: guild, deadline: deadline)
        guard let counter = counters.first(where: { "\($0.id)" == id }) else {
            throw APIError.notFound("The guild has no such counter.")
        }
        return counter
    }
}
