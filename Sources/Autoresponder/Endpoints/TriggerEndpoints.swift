import Modules

/// The endpoints of triggers: list, create, show, delete and change.
extension Autoresponder {
    var triggerEndpoints: [Endpoint] {
        [getTriggers, postTrigger, getTrigger, deleteTrigger, putTrigger]
    }

    private static let list = "\(root)/triggers"
    private static let one = "\(root)/trigger/{trigger_id}"
    private static let shape = Shape.object(["trigger": Trigger.shape])
    private static let unknown = APIError.notFound("There is no such trigger in this guild.")

    private var getTriggers: Endpoint {
        Endpoint(
            .get, Self.list, "Gives the guild's triggers, oldest first.", group: Self.group,
            access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Page.shape("triggers", of: Trigger.self), gate: module.gate,
            fields: .guild, .page, .pageSize
        ) { [database] context, guild, number, size in
            let page = Page(number: number, size: size)
            let rows = try await database.run(
                TriggerSQL.page, [.snowflake(guild)] + page.values, deadline: context.deadline)
            return try await page.answer(
                inParts: "triggers", rows, of: Trigger.self, bytes: \.writtenBytes)
        }
    }

    private var postTrigger: Endpoint {
        Endpoint(
            .post, Self.list, "Creates a trigger.", group: Self.group, access: .administrators,
            input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database, .unprocessable],
            answer: Self.shape, gate: module.gate, fields: .guild, .triggerType, .matchCase,
            .triggerText,
            .allowedChannels, .ignoredChannels, .allowedRoles, .ignoredRoles, .responseIDs,
            .cooldown.standard(0)
        ) {
            [self]
            context, guild, type, matchesCase, text, channels, noChannels, roles, noRoles,
            responses,
            cooldown in
            let draft = Trigger(
                id: 0, guild: guild, type: Trigger.Kind(rawValue: type) ?? .wildcard,
                matchesCase: matchesCase,
                text: text, allowedChannels: channels.unique, ignoredChannels: noChannels.unique,
                allowedRoles: roles.unique, ignoredRoles: noRoles.unique,
                responses: responses.unique, cooldown: cooldown)
            return Self.answer(try await create(draft, in: guild, context))
        }
    }

    private func create(
        _ draft: Trigger, in guild: Snowflake, _ context: RequestContext
    ) async throws -> Trigger {
        let rows = try await module.change(
            guild, by: TriggerSQL.create,
            draft.values + [.int8(GuildLimits.triggers)] + Self.limits,
            context)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        if let missing = row.int64IfPresent(1) { throw Self.missing(missing) }
        try Self.judgeLength(row)
        guard let id = row.int64IfPresent(2) else { throw GuildLimits.tooManyTriggers }
        var made = draft
        made.id = id
        await recorder.record("modules/autoresponder/triggers/created", in: guild, by: context)
        return made
    }

    private static let limits: [SQLValue] = [
        .int8(GuildLimits.triggerBytes), .int8(GuildLimits.textBytes),
    ]

    /// - Parameter row: from ``TriggerSQL/create`` or ``TriggerSQL/change``.
    private static func judgeLength(_ row: Row) throws(APIError) {
        if row.bool(3) { throw GuildLimits.triggersTooLong }
        if row.bool(4) { throw GuildLimits.textsTooLong("trigger") }
    }

    private static func missing(_ response: Int64) -> APIError {
        .unprocessable(
            "Field 'response_ids': there is no response \(response) in this guild.",
            field: "response_ids")
    }

    private var getTrigger: Endpoint {
        Endpoint(
            .get, Self.one, "Gives a trigger.", group: Self.group, access: .administrators,
            input: .query, errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Self.shape, fields: .path("trigger_id", "The trigger."), .guild
        ) { [database] context, id, guild in
            let rows = try await database.run(
                TriggerSQL.find, [.snowflake(guild), .pathID(id)], deadline: context.deadline)
            return Self.answer(try rows.one(or: Self.unknown))
        }
    }

    private var deleteTrigger: Endpoint {
        Endpoint(
            .delete, Self.one, "Deletes a trigger.", group: Self.group, access: .administrators,
            input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database, .internalServer],
            answer: Self.shape, fields: .path("trigger_id", "The trigger."), .guild
        ) { [self] context, id, guild in
            let rows = try await module.change(
                guild, by: TriggerSQL.delete, [.pathID(id)], context)
            let trigger: Trigger = try rows.one(or: Self.unknown)
            await recorder.record("modules/autoresponder/triggers/deleted", in: guild, by: context)
            return Self.answer(trigger)
        }
    }

    private var putTrigger: Endpoint {
        Endpoint(
            .put, Self.one, "Changes a trigger; a cooldown that isn't given stays as it is.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database],
            furtherErrors: [.unprocessable], answer: Self.shape, gate: changeGate,
            fields: .path("trigger_id", "The trigger."), .guild, .triggerType,
            .matchCase, .triggerText, .allowedChannels, .ignoredChannels, .allowedRoles,
            .ignoredRoles, .responseIDs, Field<Int>.cooldown.optional()
        ) {
            [self]
            context, id, guild, type, matchesCase, text, channels, noChannels, roles, noRoles,
            responses, cooldown in
            let draft = Trigger(
                id: Snowflake(decimal: id)?.rawValue ?? 0, guild: guild,
                type: Trigger.Kind(rawValue: type) ?? .wildcard, matchesCase: matchesCase,
                text: text, allowedChannels: channels.unique, ignoredChannels: noChannels.unique,
                allowedRoles: roles.unique, ignoredRoles: noRoles.unique,
                responses: responses.unique, cooldown: cooldown ?? 0)
            return Self.answer(
                try await change(draft, keepsCooldown: cooldown == nil, in: guild, context))
        }
    }

    /// A missing trigger is reported before a field's limit.
    private var changeGate: Endpoint.Gate {
        { [database] guild, context in
            let rows: Rows
            do throws(DatabaseError) {
                rows = try await database.run(
                    TriggerSQL.find, [.snowflake(guild), .pathID(context.pathID ?? "")],
                    deadline: context.deadline)
            } catch {
                throw APIError(error, .reading)
            }
            let _: Trigger = try rows.one(or: Self.unknown)
        }
    }

    private func change(
        _ draft: Trigger, keepsCooldown: Bool, in guild: Snowflake, _ context: RequestContext
    ) async throws -> Trigger {
        var values = draft.values
        if keepsCooldown { values[values.count - 1] = .null(.int4) }
        let rows = try await module.change(
            guild, by: TriggerSQL.change, [.int8(draft.id)] + values + Self.limits,
            context)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        guard row.bool(0) else { throw Self.unknown }
        if let missing = row.int64IfPresent(1) { throw Self.missing(missing) }
        try Self.judgeLength(row)
        var changed = draft
        changed.cooldown = row.int(2)
        return changed
    }

    private static func answer(_ trigger: Trigger) -> Answer { .one("trigger", trigger) }
}

extension SQLValue {
    /// The id in a path; 0, which no row has, if it isn't one.
    static func pathID(_ text: String) -> SQLValue {
        .int8(Snowflake(decimal: text)?.rawValue ?? 0)
    }
}
