import API
import Discord
import Essentials
import Postgres

/// What a PUT makes of a panel.
struct PanelChange: Sendable {
    let type: PanelType
    let switches: PanelSwitches
    let content: String?
    let isEmbed: Bool

    /// The panel from then on.
    func applied(to found: FoundPanel) throws(APIError) -> Panel {
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

/// The changes of a panel as a whole.
extension PanelWork {
    func apply(_ change: PanelChange, to found: FoundPanel) async throws -> Panel {
        let panel = try change.applied(to: found)
        var fence = found.panel.fence
        if panel.looks != found.panel.looks {
            let mark = try await mark(found.panel)
            fence = mark.fence
            let wanted = FoundPanel(panel: panel, entries: found.entries)
            try await touch(found, mark, isSingle: false) { screen throws(DiscordError) in
                try await screen.show(wanted)
            }
        }
        let row = try await complete(
            PanelSQL.change, panel, fence: fence,
            [.int2(panel.type.number)] + panel.switches.values + [
                .textOrNull(panel.content), .bool(panel.isEmbed),
            ])
        return Panel(row) ?? panel
    }

    /// From the mark on the panel is gone for everybody; where Discord fails, it's there again.
    func delete(_ found: FoundPanel) async throws {
        guard lock.isHeld, let screen = screen(of: found.panel) else {
            throw APIError.database(outcomeUnknown: false)
        }
        let mark = try await mark(found.panel, as: .deleting)
        do throws(DiscordError) {
            try await screen.clear(
                found.entries, of: found.panel, reason: "Reaction role panel deleted")
        } catch {
            let isUndone = found.panel.isOwn && error.effect == .none
            await bestEffort(isUndone ? .settle : .giveUp, found.panel, mark)
            throw error
        }
        _ = try await complete(PanelSQL.delete, found.panel, fence: mark.fence, [.bool(true)])
    }
}

extension Panel {
    /// What shows at Discord.
    struct Looks: Hashable {
        let type: PanelType
        let content: String?
        let isEmbed: Bool
    }

    var looks: Looks { Looks(type: type, content: content, isEmbed: isEmbed) }
}
