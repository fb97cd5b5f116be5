import Modules

/// The endpoints home, delete, status, enable and disable.
extension Autoresponder {
    var moduleEndpoints: [Endpoint] {
        [
            module.home("This is the autoresponder module of the API."),
            module.delete(
                "delete", answer: Removal.shape, nothing: { Removal.empty }, remove),
            module.status, enable,
            module.disable(answer: Removal.shape, remove),
        ]
    }

    private var enable: Endpoint {
        module.enable("Enables the module, without triggers or responses.", answer: Removal.shape) {
            [module] guild, context in
            let rows = try await module.change(guild, by: GuildSQL.enable, [], context)
            return rows.isEmpty ? nil : Removal.empty
        }
    }

    private var remove: Module.Change {
        { [module] guild, context in
            let rows = try await module.change(guild, by: GuildSQL.disable, [], context)
            guard let row = rows.first else { return nil }
            return try await Removal(module.database, guild, row).answer()
        }
    }
}
