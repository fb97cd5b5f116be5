/// A limiter's figures for the metrics; those that aren't called totals are of this moment.
package struct RateLimitCounts: Hashable, Sendable {
    package var waiting = 0
    /// Guilds, and callers without one, that have calls waiting.
    package var waitingParties = 0
    package var inFlight = 0
    package var buckets = 0
    package var admittedTotal = 0
    /// Calls that failed here, without being sent.
    package var refusedTotal = 0
    /// Of these, those whose guild, caller or route had used up its share of the refusals.
    package var guardedTotals: [RefusalShare: Int] = [:]
    /// Of these, those whose party had too many calls waiting.
    package var crowdedTotal = 0
    package var userRefusalsTotal = 0
    package var sharedRefusalsTotal = 0
    package var globalRefusalsTotal = 0
    /// 429s that weren't Discord's own limiter's.
    package var foreignRefusalsTotal = 0
    package var budgetAsksTotal = 0
    package var budgetGrantedTotal = 0
    /// Times of the budget that passed unused.
    package var budgetDroppedTotal = 0
    package var budgetFailuresTotal = 0
    /// Seconds until calls of the bot may go out again; 0: now.
    package var blockedSeconds = 0.0
    /// Answers of the last ten minutes that Discord might ban the address for.
    package var invalid = 0
    package var isTokenRefused = false
    package var breakerOpeningsTotal = 0
    package var isBreakerOpen = false
}
