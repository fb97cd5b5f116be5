import Modules

/// The endpoints home, delete, status, enable and disable.
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
            let rows = try await module.change(guild, by: ModuleSQL.enable, [], context)
            return rows.isEmpty ? nil : try await Self.dropped([])
        }
    }

    private var remove: Module.Change {
        { [module] guild, context in
            let rows = try await module.change(guild, by: ModuleSQL.disable, [], context)
            return rows.isEmpty ? nil : try await Self.dropped(FoundPanel.all(rows))
        }
    }

    /// Lists deleted panels with their entries; those that were being posted or deleted are left out.
    static func dropped(_ found: [FoundPanel]) async throws -> Answer {
        let shown = found.filter { $0.panel.state == .standing }
        let panels = StreamedList("panels", shown.map(\.panel))
        let entries = StreamedList("reactionroles", shown.flatMap(\.entries))
        return try await .lists([panels, entries], isLarge: shown.count > largeCount)
    }

    /// Beyond this number of panels the answer is streamed: all of a guild's may have some megabytes.
    private static let largeCount = 20

    static let droppedShape = Shape.object([
        "panels": .list(Panel.shape), "reactionroles": .list(Entry.shape),
    ])
}
