import Essentials

/// A `Batcher`'s counts for the metrics.
package struct BatcherCounts: Sendable {
    package var batches = 0
    package var items = 0
    package var failedAttempts = 0
    package var refused = 0
    package var largestBatch = 0
    /// How many items the batches held.
    package var sizes = Histogram.sizes()

    mutating func count(_ size: Int) {
        batches += 1
        items += size
        sizes.add(Int64(size))
        largestBatch = max(largestBatch, size)
    }
}
