import EventLoop

/// State of a rate-limit bucket: so many calls in a window of time.
///
/// Answers tell how many calls a window has left and when it ends; calls in flight are taken as not yet counted in that, so
/// that what goes out never exceeds it, whatever order Discord takes them in.
struct Bucket {
    /// Calls in flight at once where Discord has answered without naming a limit.
    private static let roomWithoutLimit = 8

    /// The routes that count for it.
    var lanes: [LaneKey] = []
    /// Nil: not known yet, so one call at a time finds out.
    private(set) var limit: Int?
    private var hasNoLimit: Bool
    /// Calls left in this window, as the answers say.
    private var left: Int
    /// When this window ends, as closely as the answers' way allows to say; nil: none has begun.
    private var end: ClosedRange<Instant>?
    /// The longest time an answer gave until the end of its window: the window is at least as long.
    private var window: Duration
    /// Calls without an answer, which Discord may have counted after what the last answers tell, and when the last was given up.
    private var lost: (count: Int, at: Instant)?
    private(set) var blockedUntil: Instant?
    /// So many successes are still wanted, one call at a time: a 429 that the headers hadn't announced means that others, such as
    /// another worker, use the bucket too, and then only the latest answer tells what is left.
    private var successesWanted = 0
    private(set) var refusalsInARow = 0
    var inFlight = 0
    /// The part of it that is listed as ready to be sent.
    var listed = Listing()
    var wake: Instant?

    init(_ knowledge: RouteKnowledge) {
        limit = knowledge.limit
        hasNoLimit = knowledge.hasNoLimit
        left = knowledge.limit ?? 0
        window = knowledge.window
    }

    /// How many more calls may go out now.
    func room(now: Instant) -> Int {
        if let blockedUntil, blockedUntil > now { return 0 }
        let ceiling = successesWanted > 0 ? 1 : Int.max
        guard let limit else {
            return max(0, min(ceiling, hasNoLimit ? Self.roomWithoutLimit : 1) - inFlight)
        }
        let isOver = end.map { $0.upperBound <= now } ?? true
        let counted = inFlight + (lostEnd(now: now) != nil ? lost?.count ?? 0 : 0)
        return max(0, min(ceiling - inFlight, (isOver ? limit : left) - counted))
    }

    /// When there may be more room without an answer.
    func nextRoom(now: Instant) -> Instant? {
        if let blockedUntil, blockedUntil > now { return blockedUntil }
        guard limit != nil else { return nil }
        if let end, end.upperBound > now { return end.upperBound }
        return lostEnd(now: now)
    }

    /// When the window that a lost call may have begun is over; nil: it is.
    private func lostEnd(now: Instant) -> Instant? {
        guard let lost, lost.at + window > now else { return nil }
        return lost.at + window
    }

    /// No call behind so many others can go out earlier.
    func earliest(behind others: Int, now: Instant) -> Instant {
        if let blockedUntil, blockedUntil > now { return blockedUntil }
        guard let limit, let end, end.upperBound > now else { return now }
        let over = others - max(0, left - inFlight)
        guard over >= 0 else { return now }
        return max(now, end.lowerBound + window * (over / limit))
    }

    func isIdle(now: Instant) -> Bool {
        inFlight == 0 && (blockedUntil.map { $0 <= now } ?? true)
            && (end.map { $0.upperBound <= now } ?? true) && lostEnd(now: now) == nil
    }
}

extension Bucket {
    /// Notes what an answer tells.
    mutating func note(_ headers: RateLimitHeaders, sentAt: Instant, now: Instant) {
        if let limit = headers.limit { self.limit = max(1, limit) }
        guard let remaining = headers.remaining, let resetAfter = headers.resetAfter else { return }
        if limit == nil { limit = max(1, remaining + 1) }
        window = max(window, resetAfter)
        // What was sent after a call was lost, and counted, tells what is left after both.
        if let lost, lost.at < sentAt { self.lost = nil }
        note(left: max(0, remaining), end: sentAt + resetAfter...now + resetAfter, now: now)
    }

    /// The window's end was reckoned by Discord between sending and answer. An answer may be of this window, of a later one or
    /// of an earlier one; where that can't be told, the worst of all is assumed.
    private mutating func note(left: Int, end: ClosedRange<Instant>, now: Instant) {
        guard let known = self.end, known.upperBound > now else {
            self.left = left
            self.end = end
            return
        }
        if end.upperBound < known.lowerBound { return }
        if end.lowerBound > known.upperBound {
            self.left = left
            self.end = end
        } else {
            self.left = min(self.left, left)
            self.end =
                min(known.lowerBound, end.lowerBound)...max(known.upperBound, end.upperBound)
        }
    }

    /// Discord answered, and not with a 429.
    mutating func noteSuccess(namesLimits: Bool) {
        successesWanted = max(0, successesWanted - 1)
        refusalsInARow = 0
        if !namesLimits, limit == nil { hasNoLimit = true }
    }

    /// No answer came: the call may have been counted.
    mutating func noteSilence(now: Instant) {
        lost = ((lostEnd(now: now) == nil ? 0 : lost?.count ?? 0) + 1, now)
    }

    /// A 429: nothing goes out before, then one call at a time for a while.
    mutating func block(until time: Instant) {
        blockedUntil = max(time, blockedUntil ?? time)
        successesWanted = max(3, limit ?? 1)
        refusalsInARow += 1
    }
}

/// Knowledge of a route, learnt from one resource and used for the others.
struct RouteKnowledge {
    /// Discord's name of the bucket.
    var name: String?
    var limit: Int?
    var window = Duration.zero
    /// Discord answers without naming a limit.
    var hasNoLimit = false

    mutating func note(_ headers: RateLimitHeaders) {
        name = headers.bucket ?? name
        limit = headers.limit.map { max(1, $0) } ?? limit
        window = max(window, headers.resetAfter ?? .zero)
    }
}
