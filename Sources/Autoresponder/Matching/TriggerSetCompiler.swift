import Modules

/// Compiles a ``TriggerSet``, trigger by trigger, in slices.
@LoopActor
final class TriggerSetCompiler {
    private var triggers: [Trigger] = []
    private var wildcards: [Int32] = []
    private var exact = Matcher()
    private var folded = Matcher()
    private let meter: WorkMeter

    init(_ meter: WorkMeter) { self.meter = meter }

    /// - Parameter trigger: newer than those before.
    func add(_ trigger: Trigger) async {
        let place = Int32(truncatingIfNeeded: triggers.count)
        if trigger.type == .wildcard {
            wildcards.append(place)
        } else if let text = trigger.text {
            let bytes = await ComparableText(text, foldsCase: !trigger.matchesCase, meter).bytes
            if trigger.matchesCase {
                exact.add(bytes, trigger.type, place: place)
            } else {
                folded.add(bytes, trigger.type, place: place)
            }
            await meter.work(50 + bytes.count / 8)
        }
        var kept = trigger
        kept.text = nil
        triggers.append(kept)
        await meter.work(25)
    }

    func finish(version: Int64, responseTypes: [Snowflake: Response.Kind]) -> TriggerSet {
        TriggerSet(
            version: version, triggers: triggers, responseTypes: responseTypes,
            wildcards: wildcards, exact: exact, folded: folded)
    }
}
