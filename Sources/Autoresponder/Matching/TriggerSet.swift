import Essentials
import EventLoop

/// All triggers of a guild, compiled: what a worker keeps until the guild's version changes. It never changes itself.
@LoopActor
final class TriggerSet {
    let version: Int64
    /// Oldest first.
    let triggers: [Trigger]
    let responseTypes: [Snowflake: Response.Kind]
    /// Roughly the memory it takes.
    let size: Int

    private let wildcards: [Int]
    private let exact: Matcher
    private let folded: Matcher

    init(version: Int64, triggers: [Trigger], responseTypes: [Snowflake: Response.Kind]) {
        self.version = version
        self.triggers = triggers
        self.responseTypes = responseTypes
        wildcards = triggers.indices.filter { triggers[$0].type == .wildcard }
        exact = Matcher(triggers, matchesCase: true)
        folded = Matcher(triggers, matchesCase: false)
        size =
            exact.size + folded.size + responseTypes.count * 32
            + triggers.reduce(0) { $0 + $1.size }
    }

    /// Whether any trigger could fire there, whatever the text is.
    func couldFire(channel: Snowflake, roles: [Snowflake]) -> Bool {
        triggers.contains { $0.admits(channel: channel, roles: roles) }
    }

    /// The triggers that the text hits there, oldest first.
    func hits(_ text: String, channel: Snowflake, roles: [Snowflake]) -> [Trigger] {
        var places = wildcards
        exact.match(text) { places.append($0) }
        folded.match(text) { places.append($0) }
        return places.sorted().lazy.map { self.triggers[$0] }
            .filter { $0.admits(channel: channel, roles: roles) }
    }
}

/// The triggers that compare texts in one way: with case, or without.
@LoopActor
private struct Matcher {
    private let foldsCase: Bool
    private let contained: PatternAutomaton
    private let containing: [Int]
    /// Patterns and their triggers' places.
    private var beginnings: [(bytes: [UInt8], place: Int)] = []
    private var endings: [(bytes: [UInt8], place: Int)] = []

    init(_ triggers: [Trigger], matchesCase: Bool) {
        foldsCase = !matchesCase
        var patterns: [[UInt8]] = []
        var containing: [Int] = []
        for (place, trigger) in triggers.enumerated() where trigger.matchesCase == matchesCase {
            guard trigger.type != .wildcard, let text = trigger.text else { continue }
            let bytes = ComparableText(text, foldsCase: foldsCase).bytes
            switch trigger.type {
            case .wildcard: break
            case .startsWith: beginnings.append((bytes, place))
            case .endsWith: endings.append((bytes, place))
            case .contains:
                patterns.append(bytes)
                containing.append(place)
            }
        }
        self.containing = containing
        contained = PatternAutomaton(patterns)
    }

    func match(_ text: String, found: (Int) -> Void) {
        guard !(containing.isEmpty && beginnings.isEmpty && endings.isEmpty) else { return }
        ComparableText(text, foldsCase: foldsCase).bytes.withUnsafeBufferPointer { text in
            contained.search(text) { found(containing[$0]) }
            for (bytes, place) in beginnings where text.starts(with: bytes) { found(place) }
            for (bytes, place) in endings where text.suffix(bytes.count).elementsEqual(bytes) {
                found(place)
            }
        }
    }

    var size: Int {
        contained.size + containing.count * 8
            + (beginnings + endings).reduce(0) { $0 + $1.bytes.count + 64 }
    }
}

extension Trigger {
    fileprivate var size: Int {
        let ids =
            allowedChannels.count + ignoredChannels.count + allowedRoles.count
            + ignoredRoles.count + responses.count
        return 256 + ids * 8 + (text?.utf8.count ?? 0)
    }
}
