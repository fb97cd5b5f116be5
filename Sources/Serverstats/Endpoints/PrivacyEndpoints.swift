import Modules

/// The endpoints with which members count and delete their data, and control its collection.
extension Serverstats {
    var privacyEndpoints: [Endpoint] { [getEntries, deleteEntries, putDataCollection] }

    private var getEntries: Endpoint {
        module.getEntries(discord) { [database] guild, member, names, count in
            try await MemberPrivacy(database: database, guild: guild, member: member)
                .count(names, by: count)
        }
    }

    private var deleteEntries: Endpoint {
        module.deleteEntries(
            "Deletes what is stored under a member's id.",
            message: "What was stored of the member was deleted."
        ) { [database] guild, member, context in
            try await MemberErasure(database: database, guild: guild, member: member)
                .run(deadline: context.deadline)
        }
    }

    private var putDataCollection: Endpoint {
        Endpoint(
            .put, "\(Self.root)/privacy/data-collection",
            "Switches storing anything of a member off or on again.", group: Self.group,
            access: .privacy, input: .body,
            errors: Module.privacyErrors + [.settings, .moduleDisabled],
            gate: gate(), fields: .guild, .privacyMember,
            .boolean("enabled", "Whether the member's data may be stored.")
        ) { [database, settings] context, guild, member, isEnabled in
            _ = try await settings.enabledSettings(of: guild, deadline: context.deadline)
            let privacy = MemberPrivacy(database: database, guild: guild, member: member)
            if isEnabled { try await privacy.consent() } else { try await privacy.refuse() }
            return isEnabled ? Self.consented : Self.refused
        }
    }

    private static let consented = Answer.message("The member's data may be stored.")
    private static let refused = Answer.message("The member's data is not stored any more.")
}
