import Essentials
import EventLoop

/// The emulator's rate limits: the bot's calls a second, buckets, and the limit of renames that no header tells of.
@LoopActor
package final class RateLimits {
    /// Calls a second of the bot, over everything; nil: as many as one likes.
    package var globalPerSecond: Int?
    package var rules = BucketRules.generous
    /// Changes of one channel's name (and as many of its topic); nil: as many as one likes.
    package var renames: BucketRule? = BucketRule(2, per: .seconds(600))

    private let clock: EmulatorClock
    private var windows: [String: LimitWindow] = [:]
    /// When the bot's last calls were let through.
    private var passed: [Timestamp] = []

    init(clock: EmulatorClock) { self.clock = clock }

    /// Forgets what was used, and goes back to the standard limits.
    package func reset() {
        globalPerSecond = nil
        rules = .generous
        renames = BucketRule(2, per: .seconds(600))
        forgetUse()
    }

    package func forgetUse() {
        windows = [:]
        passed = []
    }

    /// Counts a call; a limited one doesn't count again.
    func admit(_ call: LimitedCall) -> LimitVerdict {
        let now = clock.now
        if call.isCounted, let wait = globalWait(at: now) {
            return LimitVerdict(refusal: .init(scope: .global, wait: wait), headers: [])
        }
        if windows.count > 100_000 { windows = windows.filter { !$0.value.hasEnded(at: now) } }
        let rule = rules.rule(call.bucket)
        let key = "\(call.bucket) \(call.major)"
        let isFree = use(key, rule, at: now)
        let headers = self.headers(call, key, rule, at: now)
        guard isFree else {
            let wait = windows[key].map { $0.end - now } ?? .zero
            return LimitVerdict(refusal: .init(scope: .user, wait: wait), headers: headers)
        }
        if let wait = renameWait(call, at: now) {
            // As Discord does it: the headers go on saying that there is room.
            return LimitVerdict(refusal: .init(scope: .user, wait: wait), headers: headers)
        }
        if call.isCounted, globalPerSecond != nil { passed.append(now) }
        return LimitVerdict(refusal: nil, headers: headers)
    }

    /// The window slides: never more than so many in any second.
    private func globalWait(at now: Timestamp) -> Duration? {
        guard let limit = globalPerSecond else { return nil }
        passed.removeAll { now - $0 >= .seconds(1) }
        guard passed.count >= limit else { return nil }
        return .seconds(1) - (now - (passed.first ?? now))
    }

    private func use(_ key: String, _ rule: BucketRule, at now: Timestamp) -> Bool {
        var window = windows[key] ?? LimitWindow(end: now + rule.window)
        if window.hasEnded(at: now) { window = LimitWindow(end: now + rule.window) }
        defer { windows[key] = window }
        guard window.used < rule.limit else { return false }
        window.used += 1
        return true
    }

    private func renameWait(_ call: LimitedCall, at now: Timestamp) -> Duration? {
        guard let rule = renames else { return nil }
        for member in call.renames {
            let key = "rename \(member) \(call.major)"
            if !use(key, rule, at: now) { return windows[key].map { $0.end - now } }
        }
        return nil
    }

    /// The bucket's headers, such as a limited answer has them too.
    func headers(_ call: LimitedCall) -> [(LimitHeader, String)] {
        let key = "\(call.bucket) \(call.major)"
        return headers(call, key, rules.rule(call.bucket), at: clock.now)
    }

    private func headers(
        _ call: LimitedCall, _ key: String, _ rule: BucketRule, at now: Timestamp
    ) -> [(LimitHeader, String)] {
        let window = windows[key] ?? LimitWindow(end: now + rule.window)
        let left = max(0, (window.end - now).wholeMicroseconds)
        return [
            (.limit, "\(rule.limit)"), (.remaining, "\(max(0, rule.limit - window.used))"),
            (.reset, Self.seconds(window.end.microseconds)), (.resetAfter, Self.seconds(left)),
            (.bucket, BucketName.hash(call.bucket)),
        ]
    }

    /// Decimal seconds with three places, rounded up, so that nobody comes too early.
    private static func seconds(_ microseconds: Int64) -> String {
        let milliseconds = (microseconds + 999) / 1000
        let places = "\(milliseconds % 1000 + 1000)".dropFirst()
        return "\(milliseconds / 1000).\(places)"
    }
}

/// A call as the limits see it.
struct LimitedCall {
    let bucket: String
    let major: String
    /// Counts for the bot's calls a second.
    let isCounted: Bool
    /// Which of the members with a limit of their own it changes.
    var renames: [String] = []
}

struct LimitVerdict {
    struct Refusal {
        let scope: LimitScope
        let wait: Duration
    }

    let refusal: Refusal?
    let headers: [(LimitHeader, String)]
}

enum LimitHeader { case limit, remaining, reset, resetAfter, bucket }

private struct LimitWindow {
    let end: Timestamp
    var used = 0

    init(end: Timestamp) { self.end = end }

    func hasEnded(at now: Timestamp) -> Bool { end <= now }
}

/// A bucket's name as Discord gives it, which doesn't tell the routes in it.
private enum BucketName {
    static func hash(_ bucket: String) -> String {
        // FNV-1a, twice: short, and the same in every process.
        var hashes: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F]
        for byte in bucket.utf8 {
            for index in hashes.indices {
                hashes[index] = (hashes[index] ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        return hashes.map { String($0 | 1 << 63, radix: 16) }.joined()
    }
}
