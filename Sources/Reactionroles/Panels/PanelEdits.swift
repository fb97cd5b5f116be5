import Modules

/// The change of a panel by a PUT.
struct PanelChange: PanelEdit {
    let type: PanelType
    let switches: PanelSwitches
    let content: String?
    let isEmbed: Bool

    func plan(
        _ found: FoundPanel, entry: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<Panel> {
        let panel = try applied(to: found)
        var plan = PanelPlan(
            statement: BoundStatement(
                PanelSQL.change,
                panel.key + [.int2(panel.type.number)] + panel.switches.values + [
                    .textOrNull(panel.content), .bool(panel.isEmbed),
                ])
        ) { Panel($0) }
        if panel.looks != found.panel.looks {
            let wanted = FoundPanel(panel: panel, entries: found.entries)
            plan.show = { screen throws(DiscordError) in try await screen.show(wanted) }
        }
        return plan
    }

    /// The panel with the change applied.
    private func applied(to found: FoundPanel) throws(APIError) -> Panel {
        var panel = found.panel
        panel.switches = switches
        if panel.isOwn {
            guard let content else {
                throw .badRequest(
                    .field("message_content", .notNullUnless("the message is not our own")))
            }
            _ = try PanelRules.message(content, isEmbed: isEmbed, field: "message_content")
            panel.content = content
            panel.isEmbed = isEmbed
        }
        if type != panel.type {
            guard panel.isOwn else {
                throw .unprocessable("A registered message can only be a panel of type 'emoji'.")
            }
            try PanelRules.check(found.entries, become: type)
            panel.type = type
        }
        return panel
    }
}

extension Panel {
    /// The part of a panel that is visible on Discord.
    fileprivate struct Looks: Hashable {
        let type: PanelType
        let content: String?
        let isEmbed: Bool
    }

    fileprivate var looks: Looks { Looks(type: type, content: content, isEmbed: isEmbed) }

    /// `$1` and `$2` of the statements that change it.
    var key: [SQLValue] { [.snowflake(guild), .int8(id)] }
}

/// A panel's deletion. It takes back the roles of the panel's entries, where they ask for that, as deleting each entry would. A panel
/// whose message was deleted on Discord takes back nothing: nobody asked for it.
struct PanelDeletion: PanelEdit {
    func plan(
        _ found: FoundPanel, entry: Int64, _ calls: DiscordCalls
    ) async throws -> PanelPlan<FoundPanel> {
        var plan = PanelPlan(
            statement: BoundStatement(PanelSQL.delete, found.panel.key + [.bool(true)])
        ) { _ in found }
        plan.isDeletion = true
        plan.isSingle = found.panel.isOwn
        plan.show = { screen throws(DiscordError) in
            try await screen.clear(found.entries, of: found.panel)
        }
        return plan
    }
}
