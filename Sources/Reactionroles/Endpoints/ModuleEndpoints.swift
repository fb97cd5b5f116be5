import API
import Essentials
import EventLoop
import Modules
import Postgres

/// Home, delete, status, enable, disable.
extension Reactionroles {
    var moduleEndpoints: [Endpoint] {
        [
            module.home("This is the reactionroles module of the API."),
            module.delete(
                "delete", answer: Self.droppedShape, nothing: { try await Self.dropped([]) },
                remove),
            module.status, enable,
            module.disable(
                "Disables the module and deletes all of its data. The messages stay at Discord.",
                answer: Self.droppedShape, remove),
        ]
    }

    private var enable: Endpoint {
        module.enable("Enables the module, without any panel.", answer: Self.droppedShape) {
            [module] guild, context in
            let rows = try await module.change(
                guild, by: ModuleSQL.enable, context)
            return rows.isEmpty ? nil : try await Self.dropped([])
        }
    }

    private var remove: Module.Change {
        { [module] guild, context in
            let rows = try await module.change(
                guild, by: ModuleSQL.disable, context)
            return rows.isEmpty ? nil : try await Self.dropped(FoundPanel.all(rows))
        }
    }

    /// Panels and their entries that are gone; those that didn't stand yet, or any more, don't show.
    static func dropped(_ found: [FoundPanel]) async throws -> Answer {
        let shown = found.filter { $0.panel.state == .standing }
        let panels = StreamedList("panels") {
            .init(shown.map { found in { found.panel.write(into: &$0) } }, isLast: true)
        }
        let entries = StreamedList("reactionroles") {
            .init(
                shown.flatMap(\.entries).map { entry in { entry.write(into: &$0) } }, isLast: true)
        }
        return try await .lists([panels, entries], isLarge: shown.count > largeCount)
    }

    /// More panels are sent in parts: all of a guild's may have some megabytes.
    private static let largeCount = 20

    static let droppedShape = Shape.object([
        "panels": .list(Panel.shape), "reactionroles": .list(Entry.shape),
    ])
}
