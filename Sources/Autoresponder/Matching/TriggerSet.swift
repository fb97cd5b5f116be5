import Essentials
import EventLoop

/// All triggers of a guild, compiled: what a worker keeps until the guild's version changes. It never changes itself.
@LoopActor
final class TriggerSet {
    let version: Int64
    /// Oldest first, without their texts.
    let triggers: [Trigger]
    let responseTypes: [Snowflake: Response.Kind]
    /// Roughly the memory it takes.
    let size: Int

    private let wildcards: [Int32]
    private let exact: Matcher
    private let folded: Matcher

    /// - Parameters:
    ///   - wildcards: their places in `triggers`.
    ///   - exact: those that compare with case; `folded`: those without.
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

    /// Whether any trigger could fire there, whatever the text is.
    /// - Parameter channels: the message's channel and what it's a thread of; nil: any.
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

    /// The triggers that the text of somebody with these roles hits in any channel, oldest first.
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

    /// How many channels and roles it names.
    fileprivate var listedCount: Int {
        allowedChannels.count + ignoredChannels.count + allowedRoles.count + ignoredRoles.count
    }
}
