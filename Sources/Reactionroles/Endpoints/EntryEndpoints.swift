import Modules

/// The endpoints of a panel's entries: list, create, show, change, delete.
extension Reactionroles {
    var entryEndpoints: [Endpoint] { [getEntries, postEntry, getEntry, deleteEntry, putEntry] }

    private static let entryShape = Shape.object(["reactionrole": Entry.shape])
    private static let entriesPath = "\(root)/panel/{\(panelParameter)}/entries"
    private static let entryPath = "\(entriesPath)/{\(entryParameter)}"

    private var getEntries: Endpoint {
        Endpoint(
            .get, Self.entriesPath, "Lists a panel's entries.", group: Self.group,
            access: .administrators, input: .query,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: .object(["reactionroles": .list(Entry.shape)]), fields: .panel, .guild
        ) { [reader] context, panel, guild in
            let found = try await reader.panel(
                PanelID.read(panel), of: guild, deadline: context.deadline)
            return .one("reactionroles", found.entries)
        }
    }

    private var postEntry: Endpoint {
        Endpoint(
            .post, Self.entriesPath,
            "Adds an entry: a reaction, button or item that gives roles.", group: Self.group,
            access: .administrators, input: .body,
            errors: [
                .badRequest, .settings, .moduleDisabled, .internalServer, .database,
                .unprocessable,
            ],
            botNeeds:
                "View Channels, Read Message History, Send Messages, Embed Links and Add Reactions",
            answer: Self.entryShape, gate: gate, fields: .panel, .guild, .roles,
            .text("emoji_name", 1...100, "The emoji, or the name of one of the guild's own."),
            Field<Snowflake>.snowflake("emoji_id", "The id of one of the guild's own.").nullable(),
            .entryText, .entryDescription
        ) { [self] context, panel, guild, roles, emojiName, emojiID, text, description in
            let draft = EntryDraft(
                roles: roles.unique, emoji: Emoji(id: emojiID, name: emojiName),
                text: text, description: description, guildRoles: guildRoles)
            let entry = try await change(panel, of: guild, context, by: draft)
            await recorder.record(
                "modules/reactionroles/reactionroles/added", in: guild, by: context)
            return Self.answer(entry)
        }
    }

    private var getEntry: Endpoint {
        Endpoint(
            .get, Self.entryPath, "Shows an entry.", group: Self.group, access: .administrators,
            input: .query, errors: [.badRequest, .settings, .moduleDisabled, .internalServer],
            answer: Self.entryShape, fields: .panel, .entry, .guild
        ) { [reader] context, panel, entry, guild in
            let found = try await reader.panel(
                PanelID.read(panel), of: guild, deadline: context.deadline)
            return Self.answer(try found.require(entry))
        }
    }

    private var deleteEntry: Endpoint {
        Endpoint(
            .delete, Self.entryPath,
            "Deletes an entry. Where the panel wants it, its roles are taken back in the background.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer, .database],
            botNeeds: "View Channels and Manage Messages",
            answer: Self.entryShape, fields: .panel, .entry, .guild
        ) { [self] context, panel, entry, guild in
            let gone = try await change(
                panel, of: guild, context, by: EntryDeletion(entry: entry))
            await recorder.record(
                "modules/reactionroles/reactionroles/removed", in: guild, by: context)
            return Self.answer(gone)
        }
    }

    private var putEntry: Endpoint {
        Endpoint(
            .put, Self.entryPath, "Changes an entry's roles and texts.", group: Self.group,
            access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .internalServer, .database],
            furtherErrors: [.unprocessable],
            botNeeds:
                "View Channels, Read Message History, Send Messages, Embed Links and Add Reactions",
            answer: Self.entryShape, gate: gate, fields: .panel,
            .entry, .guild, .roles, .entryText, .entryDescription
        ) { [self] context, panel, entry, guild, roles, text, description in
            let edit = EntryChange(
                entry: entry, roles: roles.unique, text: text, description: description,
                guildRoles: guildRoles)
            return Self.answer(try await change(panel, of: guild, context, by: edit))
        }
    }

    private static func answer(_ entry: Entry) -> Answer { .one("reactionrole", entry) }
}
