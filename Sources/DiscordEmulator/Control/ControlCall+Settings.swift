import Essentials
import EventLoop

/// The emulator's settings.
extension ControlCall {
    /// Limits, intents, time.
    static let settingOperations: [String: Operation] = [
        "PATCH /settings": { call throws(WorldFault) in try call.changeSettings() },
        "POST /clock": { call throws(WorldFault) in
            let clock = call.world.clock
            if call.body["freeze"]?.bool == true { clock.freeze() }
            if let seconds = call.body["advance"]?.number {
                clock.advance(by: .milliseconds(Int64(seconds * 1000)))
            }
            return .object([.init("now", .string("\(clock.now)"))])
        },
        "POST /reset": { call throws(WorldFault) in
            call.emulator.reset()
            return done
        },
    ]

    private func changeSettings() throws(WorldFault) -> JSON {
        let known: Set = [
            "global_per_second", "renames", "buckets", "nonce_memory", "token", "members_intent",
            "message_content_intent", "short_pages",
        ]
        try checkMembers(body, known, "the settings")
        let limits = world.limits
        if let number = body["global_per_second"] { limits.globalPerSecond = number.integer }
        if let rule = body["renames"] { limits.renames = try Self.rule(rule) }
        switch body["buckets"]?.string {
        case nil: break
        case "generous": limits.rules = .generous
        case "discord": limits.rules = .likeDiscord
        default: throw WorldFault("buckets is generous or discord")
        }
        if let seconds = body["nonce_memory"]?.integer { world.nonceMemory = .seconds(seconds) }
        if let token = body["token"]?.string { world.token = token }
        if let flag = body["members_intent"]?.bool { world.intents.members = flag }
        if let flag = body["message_content_intent"]?.bool { world.intents.messageContent = flag }
        if let rule = body.value("short_pages") {
            world.shortPages = ShortPages(
                missing: rule["missing"]?.integer ?? 1, times: rule["times"]?.integer ?? 1)
        }
        return Self.done
    }

    /// Null: none.
    private static func rule(_ json: JSON) throws(WorldFault) -> BucketRule? {
        if json.isNull { return nil }
        guard let limit = json["limit"]?.integer, let window = json["seconds"]?.number else {
            throw WorldFault("a limit is null, or has limit and seconds")
        }
        return BucketRule(limit, per: .milliseconds(Int64(window * 1000)))
    }
}
