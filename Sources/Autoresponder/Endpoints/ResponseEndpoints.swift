import Modules

/// The endpoints of responses: list, create, show and delete.
extension Autoresponder {
    var responseEndpoints: [Endpoint] {
        [getResponses, postResponse, getResponse, deleteResponse]
    }

    private static let list = "\(root)/responses"
    private static let one = "\(root)/response/{response_id}"
    private static let shape = Shape.object(["response": Response.shape])
    private static let unknown = APIError.notFound("There is no such response in this guild.")

    private var getResponses: Endpoint {
        Endpoint(
            .get, Self.list, "Gives the guild's responses, oldest first.", group: Self.group,
            access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Page.shape("responses", of: Response.self), gate: module.gate,
            fields: .guild, .page, .pageSize
        ) { [database] context, guild, number, size in
            let page = Page(number: number, size: size)
            let rows = try await database.run(
                ResponseSQL.page, [.snowflake(guild)] + page.values, deadline: context.deadline)
            return try await page.answer(inParts: "responses", rows, of: Response.self) {
                200 + ($0.content?.utf8.count ?? 0)
            }
        }
    }

    private var postResponse: Endpoint {
        Endpoint(
            .post, Self.list, "Creates a response.", group: Self.group, access: .administrators,
            input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database, .unprocessable],
            answer: Self.shape, gate: module.gate, fields: .guild,
            .integer("response_type", 1...3, "What it is: 1 message, 2 embed, 3 reaction."),
            Field<String>.text(
                "response_content", 1...100_000,
                "The message, at most 2,000 characters, or the embeds as JSON text, with variables."
            ).nullable(when: Self.type(is: 3, "response_type is 3")),
            Field<String>.text(
                "emoji_name", 1...100, "The emoji, or the name of a custom one."
            ).nullable(when: Self.type(isNot: 3, "response_type is not 3")),
            Field<Snowflake>.snowflake("emoji_id", "The id of a custom emoji.").nullable()
        ) { [self] context, guild, type, content, emojiName, emojiID in
            let draft = Response(
                id: 0, guild: guild, type: Response.Kind(rawValue: type) ?? .message,
                content: content, emojiName: emojiName, emojiID: emojiID)
            return Self.answer(try await create(draft, in: guild, context))
        }
    }

    private static func type(is type: Int, _ words: String) -> Condition {
        Condition(words, test: .field("response_type", isOneOf: [.integer(type)])) {
            $0.raw("response_type")?.integer == type
        }
    }

    private static func type(isNot type: Int, _ words: String) -> Condition {
        Condition(words, test: .field("response_type", isNoneOf: [.integer(type)])) {
            $0.raw("response_type")?.integer != type
        }
    }

    private func create(
        _ draft: Response, in guild: Snowflake, _ context: RequestContext
    ) async throws -> Response {
        if let fault = draft.fault {
            try await module.gate(guild, context)
            throw APIError.unprocessable(fault)
        }
        var made = draft
        if draft.type == .embed { made.content = draft.content?.compactJSON }
        let rows = try await module.change(
            guild, by: ResponseSQL.create,
            [.int8(GuildLimits.responses)] + made.values + [.int8(GuildLimits.textBytes)],
            context)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        if row.bool(1) { throw GuildLimits.textsTooLong("response_content") }
        guard let id = row.int64IfPresent(0) else { throw GuildLimits.tooManyResponses }
        made.id = id
        await recorder.record("modules/autoresponder/responses/created", in: guild, by: context)
        return made
    }

    private var getResponse: Endpoint {
        Endpoint(
            .get, Self.one, "Gives a response.", group: Self.group, access: .administrators,
            input: .query, errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Self.shape, fields: .path("response_id", "The response."), .guild
        ) { [database] context, id, guild in
            let rows = try await database.run(
                ResponseSQL.find, [.snowflake(guild), .pathID(id)], deadline: context.deadline)
            return Self.answer(try rows.one(or: Self.unknown))
        }
    }

    private var deleteResponse: Endpoint {
        Endpoint(
            .delete, Self.one, "Deletes a response; triggers that used it go on without.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database], answer: Self.shape,
            fields: .path("response_id", "The response."), .guild
        ) { [self] context, id, guild in
            let rows = try await module.change(
                guild, by: ResponseSQL.delete, [.pathID(id)], context)
            let response: Response = try rows.one(or: Self.unknown)
            await recorder.record("modules/autoresponder/responses/deleted", in: guild, by: context)
            return Self.answer(response)
        }
    }

    private static func answer(_ response: Response) -> Answer { .one("response", response) }
}
