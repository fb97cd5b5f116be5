import Modules

/// The fields of a trigger.
extension Field<Int> {
    static var triggerType: Field {
        .integer(
            "trigger_type", 1...4,
            "How it matches: 1 wildcard (every message), 2 contains, 3 starts with, 4 ends with.")
    }

    static var cooldown: Field {
        .integer(
            "cooldown_seconds", 0...86_400,
            "How long the trigger doesn't fire again in the same channel.")
    }
}

extension Field<Bool> {
    static var matchCase: Field {
        .boolean("match_case", "Whether upper and lower case differ.")
    }
}

extension Field<String?> {
    static var triggerText: Field {
        Field<String>.text("trigger", 1...2000, "What a message is searched for.").nullable(
            when: Condition(
                "trigger_type is 1", test: .field("trigger_type", isOneOf: [.integer(1)])
            ) { $0.raw("trigger_type")?.integer == 1 })
    }
}

extension Field<[Snowflake]> {
    static var allowedChannels: Field {
        ids("allowed_channels", "The channels where it fires; empty: all that aren't ignored.")
    }

    static var ignoredChannels: Field {
        ids("ignored_channels", "The channels where it doesn't fire, if none are allowed.")
    }

    static var allowedRoles: Field {
        ids("allowed_roles", "The roles it fires for; empty: all that aren't ignored.")
    }

    static var ignoredRoles: Field {
        ids("ignored_roles", "The roles it doesn't fire for, if none are allowed.")
    }

    static var responseIDs: Field {
        ids("response_ids", "What is sent, in this order.")
    }

    private static func ids(_ name: String, _ summary: String) -> Field {
        .snowflakes(name, count: 0...100, summary)
    }
}
