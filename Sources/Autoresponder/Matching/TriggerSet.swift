import Modules

/// All triggers of a guild, compiled and immutable. Workers cache it until the guild's version changes.
@LoopActor
final class TriggerSet {
    let version: Int64
    /// Oldest first, without their texts.
    let triggers: [Trigger]
    let responseTypes: [Snowflake: Response.Kind]
    /// The approximate memory use, in bytes.
    let size: Int

    private let wildcards: [Int32]
    private let exact: Matcher
    private let folded: Matcher

    /// - Parameters:
    ///   - wildcards: their places in `triggers`.
    ///   - exact: case-sensitive triggers; `folded`: case-insensitive ones.
    init(
        version: Int64, triggers: [Trigger], responseTypes: [Snowflake: Response.Kind],
        wildcards: [Int32], exact: Matcher, folded: Matcher
    ) {
        self.version = version
        self.triggers = triggers
        self.responseTypes = responseTypes
        self.wildcards = wildcards
        self.exact = exact
        self.folded = folded
        size =
            exact.size + folded.size + responseTypes.count * 32
            + triggers.reduce(0) { $0 + $1.size }
    }

    /// Whether any trigger could fire, whatever the text is.
    /// - Parameter channels: the message's channel, and the parent if it's a thread; nil: any.
    func couldFire(
        channels: [Snowflake]?, roles: Set<Snowflake>, _ meter: WorkMeter
    ) async -> Bool {
        for trigger in triggers {
            if meter.spend(trigger.listedCount * 3 + 10) { await meter.pause() }
            guard trigger.admits(roles: roles) else { continue }
            if channels.map(trigger.admits(channels:)) ?? true { return true }
        }
        return false
    }

    /// The triggers that match the text and admit an author with these roles, oldest first; channels aren't checked.
    func hits(
        _ text: String, roles: Set<Snowflake>, _ meter: WorkMeter
    ) async -> [Trigger] {
        var places = wildcards
        await exact.match(text, foldsCase: false, into: &places, meter)
        await folded.match(text, foldsCase: true, into: &places, meter)
        places.sort()
        var hits: [Trigger] = []
        for place in places {
            let trigger = triggers[Int(place)]
            if meter.spend(trigger.listedCount * 3 + 10) { await meter.pause() }
            if trigger.admits(roles: roles) { hits.append(trigger) }
        }
        return hits
    }
}

extension Trigger {
    fileprivate var size: Int { 256 + (listedCount + responses.count) * 8 }

    /// The number of channels and roles in its lists.
    fileprivate var listedCount: Int {
        allowedChannels.count + ignoredChannels.count + allowedRoles.count + ignoredRoles.count
    }
}
