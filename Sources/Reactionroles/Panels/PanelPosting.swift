import Modules

/// A panel to be created.
struct PanelDraft: Sendable {
    let guild: Snowflake
    let channel: Snowflake
    let type: PanelType
    let switches: PanelSwitches
    let source: Source

    enum Source: Sendable {
        /// Kennel posts the message.
        case own(content: String, isEmbed: Bool)
        case registered(message: Snowflake)
    }

    /// The maximum number of a guild's panels: `disable` lists them all at once.
    static let mostPanels: Int64 = 500

    /// The parameters of ``PanelSQL/insert``.
    var values: [SQLValue] { ownValues + [.int8(Self.mostPanels)] }

    private var ownValues: [SQLValue] {
        let start: [SQLValue] = [.snowflake(guild), .snowflake(channel)]
        switch source {
        case .own(let content, let isEmbed):
            return start + [.null(.int8), .int2(type.number)] + switches.values + [
                .bool(true), .text(content), .bool(isEmbed), .int2(Panel.State.posting.rawValue),
            ]
        case .registered(let message):
            return start + [.snowflake(message), .int2(type.number)] + switches.values + [
                .bool(false), .null(.text), .bool(false), .int2(Panel.State.standing.rawValue),
            ]
        }
    }
}

/// Creates a panel: on a registered message, or by posting one.
@LoopActor
struct PanelPosting {
    let database: Database
    let reconciler: Reconciler
    let calls: DiscordCalls
    /// The deadline for the new panel's lock, which is not contended.
    let patience: Instant

    func make(_ draft: PanelDraft) async throws -> Panel {
        try check(draft)
        let channel = try await channel(of: draft)
        if case .registered(let message) = draft.source {
            try await require(message, in: channel)
            return try await insert(draft)
        }
        let panel = try await insert(draft)
        let post = PanelPost(
            key: EffectKey(.panel, in: panel.guild, subject: panel.id), channel: channel)
        return try await reconciler.run(post, calls, patience: patience)
    }

    private func check(_ draft: PanelDraft) throws(APIError) {
        switch draft.source {
        case .own(let content, let isEmbed):
            _ = try PanelRules.message(content, isEmbed: isEmbed, field: "content")
        case .registered:
            guard draft.type == .emoji else {
                throw .unprocessable("A registered message can only be a panel of type 'emoji'.")
            }
        }
    }

    /// Another guild's channel is treated like a missing one.
    private func channel(of draft: PanelDraft) async throws -> GuildChannel {
        do throws(DiscordError) {
            return try await calls.channel(draft.channel, of: draft.guild)
        } catch {
            let isForeign = error == .foreign(.channel)
            guard isForeign || error.isGone(.channel) || error.isForbidden else { throw error }
        }
        throw APIError.unprocessable(
            "Field 'channel_id' names no channel of this guild that the bot can see.",
            field: "channel_id")
    }

    private func require(_ message: Snowflake, in channel: GuildChannel) async throws {
        do throws(DiscordError) {
            _ = try await calls.message(message, in: channel)
        } catch {
            guard error.isGone(.message) else { throw error }
            throw APIError.unprocessable("There is no message \(message) in this channel.")
        }
    }

    private func insert(_ draft: PanelDraft) async throws -> Panel {
        let rows: Rows
        do throws(DatabaseError) {
            rows = try await database.runTogether([
                Reactionroles.lock.exclusive(draft.guild),
                BoundStatement(PanelSQL.insert, draft.values),
            ])
        } catch {
            guard error.sqlState == .uniqueViolation else { throw error }
            throw APIError.unprocessable("This message is a panel already.")
        }
        guard let panel = rows.first.map({ Panel($0) }) else {
            let status = try await database.run(ModuleSQL.status, [.snowflake(draft.guild)])
            guard !status.isEmpty else { throw APIError.moduleDisabled }
            throw APIError.unprocessable("A guild has at most \(PanelDraft.mostPanels) panels.")
        }
        return panel
    }
}
