import Modules

/// The fields that several endpoints of panels share.
extension Field<String> {
    static var panel: Field { .path(Reactionroles.panelParameter, "The panel's id.") }

    static var entry: Field { .path(Reactionroles.entryParameter, "The entry's id.") }
}

extension Field<Bool> {
    static var limitRolesToOne: Field {
        .boolean(
            "limit_roles_to_one", "Whether a member has the roles of one entry at a time.")
    }

    static var supportsRemove: Field {
        .boolean("supports_remove", "Whether members can give roles back.")
    }

    static var takesBack: Field {
        .boolean(
            "remove_roles_from_users_on_entry_delete",
            "Whether an entry's roles are taken back when it is deleted.")
    }
}

extension Field<Bool?> {
    static var keepCounterAtOne: Field {
        Field<Bool>.boolean(
            "keep_counter_at_one", "Whether members' reactions are removed after use."
        )
        .required(when: .panelIsEmoji)
    }

    static var deleteUnrelated: Field {
        Field<Bool>.boolean(
            "delete_unrelated_emoji_reactions",
            "Whether reactions with emoji that the panel doesn't have are removed."
        ).required(when: .panelIsEmoji)
    }
}

extension Field<PanelType> {
    static var panelType: Field {
        .choice("panel_type", PanelType.self, "What members choose roles by.")
    }
}

extension Condition {
    fileprivate static let panelIsEmoji = Condition.field("panel_type", is: "emoji")
}

extension Field<[Snowflake]> {
    static var roles: Field {
        .snowflakes("role_ids", count: 1...20, "The roles that the entry gives.")
    }
}

extension Field<String?> {
    /// The maximum depends on the panel's type, so the handler checks it.
    static var entryText: Field {
        Field<String>.text("text", 1...100, "The label of the button or item.")
            .nullable(
                when: Condition("the panel is not a dropdown") { _ in true })
    }

    static var entryDescription: Field {
        Field<String>.text("description", 1...100, "What stands below the item.").nullable()
    }
}
