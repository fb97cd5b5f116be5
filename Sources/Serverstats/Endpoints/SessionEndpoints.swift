import Modules

/// The endpoints that open and close sessions.
extension Serverstats {
    private var sessions: SessionStore { SessionStore(database: database) }

    private static let errors: [ErrorName] = [.badRequest, .settings, .moduleDisabled]

    func postVoice(_ statistic: Statistic) -> Endpoint {
        Endpoint(
            .post, statistic.fullPath, "A member has joined a voice channel: opens a session.",
            group: Self.group, access: .service, input: .body, errors: Self.errors,
            fields: .guild, .snowflake("joined_member_id", "The member."),
            .snowflake("channel_id", "The voice channel.")
        ) { [sessions] context, guild, member, channel in
            let outcome = try await sessions.join(channel, member, in: guild, context.request)
            try outcome.fate.check()
            return outcome.previous == channel ? Self.alreadyThere : Self.opened
        }
    }

    func putVoice(_ statistic: Statistic) -> Endpoint {
        Endpoint(
            .put, statistic.fullPath, "A member has left a voice channel: closes the session.",
            group: Self.group, access: .service, input: .body, errors: Self.errors,
            fields: .guild, .snowflake("left_member_id", "The member."),
            .snowflake("channel_id", "The voice channel.")
        ) { [sessions] context, guild, member, channel in
            let outcome = try await sessions.leave(channel, member, in: guild, context.request)
            try outcome.fate.check()
            return outcome.wasOpen ? Self.closed : Self.noneOpen
        }
    }

    func postPresence(_ statistic: Statistic) -> Endpoint {
        Endpoint(
            .post, statistic.fullPath,
            "Takes the list for a member's present activities: opens and closes sessions accordingly.",
            group: Self.group, access: .service, input: .body, errors: Self.errors,
            gate: presenceGate, fields: .guild, .snowflake("presence_user_id", "The member."),
            .activities,
            Field<MemberStatus>.choice(
                "status", MemberStatus.self,
                "The member's status, kept also where only the counters are on."
            ).optional()
        ) { [sessions] context, guild, member, activities, status in
            let fate = try await sessions.replaceActivities(
                of: member, in: guild, with: activities, status: status, context.request)
            try fate.check()
            return fate == .statusOnly ? Self.statusKept : Self.replaced
        }
    }

    /// The counters need statuses too, so either toggle suffices.
    private var presenceGate: Endpoint.Gate {
        { [settings] guild, context in
            let toggles = try await settings.enabledSettings(of: guild, deadline: context.deadline)
                .toggles
            guard toggles.isOn(.activities) || toggles.isOn(.counters) else {
                throw APIError.moduleDisabled
            }
        }
    }

    private static let opened = Answer.message("The voice session was opened.")
    private static let alreadyThere = Answer.message(
        "The member is in this channel already.", isRepeat: true)
    private static let closed = Answer.message("The voice session was closed.")
    private static let noneOpen = Answer.message(
        "The member has no open voice session in this channel.", isRepeat: true)
    private static let replaced = Answer.message("The activities were taken.")
    private static let statusKept = Answer.message(
        "The status was taken; the statistic of activities is off.")
}

extension RequestContext {
    fileprivate var request: SessionStore.Request {
        SessionStore.Request(arrival: arrival, deadline: deadline)
    }
}

extension Fate {
    /// Throws if the statistic is off.
    fileprivate func check() throws(APIError) {
        if self == .off { throw .moduleDisabled }
    }
}

extension Field<[Activity]> {
    fileprivate static var activities: Field {
        let longest = 128
        return .objects(
            "activities", count: 0...Activity.limit, "What the member is doing now.",
            of: .integer(
                "activity_type", 0...Int(Int32.max), "Discord's number of the kind of activity."),
            .text("name", 1...longest, "What it's called."),
            Field<String>.text("details", 0...longest, "What exactly.").nullable().standard(nil),
            Field<String>.text("state", 0...longest, "How far, with whom.").nullable().standard(
                nil),
            make: Activity.init)
    }
}
