import Modules

/// The endpoints of panels: list, create, show, change, delete.
extension Reactionroles {
    var panelEndpoints: [Endpoint] { [getPanels, postPanel, getPanel, deletePanel, putPanel] }

    static let panelShape = Shape.object(["panel": Panel.shape])

    private var getPanels: Endpoint {
        Endpoint(
            .get, "\(Self.root)/panels", "Lists the guild's panels.", group: Self.group,
            access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Page.shape("panels", of: Panel.self), gate: gate,
            fields: .guild, .page, .pageSize
        ) { [reader] context, guild, number, size in
            let page = Page(number: number, size: size)
            let rows = try await reader.read(
                PanelSQL.list, [.snowflake(guild)] + page.values, context.deadline)
            return try page.answer("panels", rows, of: Panel.self)
        }
    }

    private var postPanel: Endpoint {
        Endpoint(
            .post, "\(Self.root)/panels",
            "Makes a panel: posts its message, or registers one that exists.",
            group: Self.group, access: .administrators, input: .body,
            errors: [
                .badRequest, .settings, .moduleDisabled, .internalServer, .discord, .database,
                .unprocessable,
            ],
            botNeeds:
                "View Channels, Read Message History, Send Messages, Embed Links and Add Reactions",
            answer: Self.panelShape, gate: gate, fields: .guild,
            .boolean("is_register", "Whether the panel's message exists already."),
            .snowflake("channel_id", "The channel where the message is or will be."),
            .limitRolesToOne, .supportsRemove, .takesBack, .panelType, .keepCounterAtOne,
            .deleteUnrelated,
            Field<Snowflake>.snowflake("register_message_id", "The message that exists.")
                .required(when: .field("is_register", is: true)),
            Field<Bool>.boolean("is_embed", "Whether the content is embeds, as JSON.")
                .required(when: .field("is_register", is: false)),
            Field<String>.text("content", 1...100_000, "What the message says.")
                .required(when: .field("is_register", is: false))
        ) {
            [self]
            context, guild, _, channel, limit, supportsRemove, takesBack, type, keep, unrelated,
            message, isEmbed, content in
            let draft = PanelDraft(
                guild: guild, channel: channel, type: type,
                switches: PanelSwitches(
                    limitsRolesToOne: limit, supportsRemove: supportsRemove, takesBack: takesBack,
                    keepsCounterAtOne: keep ?? false, deletesUnrelated: unrelated ?? false),
                source: message.map { .registered(message: $0) }
                    ?? .own(content: content ?? "", isEmbed: isEmbed ?? false))
            try await reader.requireEnabled(guild, deadline: context.deadline)
            let panel = try await PanelPosting(
                database: database, reconciler: reconciler, calls: discord.acting(for: context),
                patience: context.arrival + Self.lockPatience
            ).make(draft)
            await recorder.record("modules/reactionroles/panels/created", in: guild, by: context)
            return Self.answer(panel)
        }
    }

    private var getPanel: Endpoint {
        Endpoint(
            .get, "\(Self.root)/panel/{\(Self.panelParameter)}", "Shows a panel.",
            group: Self.group, access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Self.panelShape, fields: .panel, .guild
        ) { [reader] context, panel, guild in
            let found = try await reader.panel(
                PanelID.read(panel), of: guild, deadline: context.deadline)
            return Self.answer(found.panel)
        }
    }

    private var deletePanel: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/panel/{\(Self.panelParameter)}",
            "Deletes a panel with its entries, and its message where that is our own.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .internalServer, .moduleDisabled, .database],
            botNeeds: "View Channels",
            answer: .object(["panel": Panel.shape, "reactionroles": .list(Entry.shape)]),
            fields: .panel, .guild
        ) { [self] context, panel, guild in
            let found = try await change(panel, of: guild, context, by: PanelDeletion())
            await recorder.record("modules/reactionroles/panels/deleted", in: guild, by: context)
            return .object(["panel": found.panel, "reactionroles": found.entries])
        }
    }

    private var putPanel: Endpoint {
        Endpoint(
            .put, "\(Self.root)/panel/{\(Self.panelParameter)}",
            "Changes a panel. Only our own message can become another type, if its entries fit.",
            group: Self.group, access: .administrators, input: .body,
            errors: [
                .badRequest, .settings, .internalServer, .moduleDisabled, .database,
                .unprocessable,
            ],
            botNeeds:
                "View Channels, Read Message History, Send Messages, Embed Links and Add Reactions",
            answer: Self.panelShape, gate: gate, fields: .panel, .guild, .panelType,
            .limitRolesToOne, .supportsRemove, .takesBack, .keepCounterAtOne, .deleteUnrelated,
            Field<String>.text("message_content", 1...100_000, "What the message says.")
                .nullable(when: Condition("the message is not our own") { _ in true }),
            .boolean("message_is_embed", "Whether the content is embeds, as JSON.")
        ) {
            [self]
            context, panel, guild, type, limit, supportsRemove, takesBack, keep, unrelated, content,
            isEmbed in
            let change = PanelChange(
                type: type,
                switches: PanelSwitches(
                    limitsRolesToOne: limit, supportsRemove: supportsRemove, takesBack: takesBack,
                    keepsCounterAtOne: keep ?? false, deletesUnrelated: unrelated ?? false),
                content: content, isEmbed: isEmbed)
            return Self.answer(try await self.change(panel, of: guild, context, by: change))
        }
    }

    private static func answer(_ panel: Panel) -> Answer { .one("panel", panel) }
}
