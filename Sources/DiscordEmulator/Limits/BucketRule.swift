import EventLoop

/// How many calls a bucket takes in a window, which begins with the first of them.
package struct BucketRule: Hashable, Sendable {
    package let limit: Int
    package let window: Duration

    package init(_ limit: Int, per window: Duration) {
        self.limit = limit
        self.window = window
    }
}

/// The limits of all routes.
package struct BucketRules: Sendable {
    package var standard: BucketRule
    /// By the names that `Route` gives its buckets.
    package var own: [String: BucketRule]

    package func rule(_ bucket: String) -> BucketRule { own[bucket] ?? standard }

    /// So much that nobody meets them.
    package static let generous = BucketRules(
        standard: BucketRule(1000, per: .seconds(1)), own: [:])

    /// About what Discord has been seen to allow; it changes, and clients go by the headers.
    package static let likeDiscord = BucketRules(
        standard: BucketRule(10, per: .seconds(2)),
        own: [
            "create message": BucketRule(5, per: .seconds(5)),
            "edit message": BucketRule(5, per: .seconds(5)),
            "delete message": BucketRule(5, per: .seconds(1)),
            "own reaction": BucketRule(1, per: .milliseconds(250)),
            "reaction": BucketRule(1, per: .milliseconds(250)),
            "modify channel": BucketRule(5, per: .seconds(15)),
            "member role": BucketRule(10, per: .seconds(10)),
            "interaction": BucketRule(5, per: .seconds(2)),
        ])
}
