import Essentials

/// How many of the next pages lack how many, although more follows.
package struct ShortPages: Sendable {
    package var missing: Int
    package var times: Int

    package init(missing: Int = 0, times: Int = 0) {
        self.missing = missing
        self.times = times
    }

    /// The first of what follows, by rising ids; less than `limit` where a page is to be short.
    mutating func page(of ids: [Snowflake], _ limit: Int) -> ArraySlice<Snowflake> {
        guard times > 0, ids.count > limit else { return ids.prefix(limit) }
        times -= 1
        return ids.prefix(max(1, limit - missing))
    }
}
