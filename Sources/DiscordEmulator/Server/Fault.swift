import EventLoop

/// A fault of calls that match.
package struct Fault: Sendable {
    package enum Effect: Sendable {
        /// Answers so instead of doing what was asked.
        case fail(status: Int, code: Int = 0, message: String = "", location: String? = nil)
        /// Any bytes, with any status.
        case answer(status: Int, body: String, contentType: ContentType = .json)
        /// Does it, but only after a while.
        case delay(Duration)
        /// Never answers, until the faults are cleared; what was asked isn't done.
        case hang
        /// Does it, and never answers.
        case hangAfter
        /// Cuts the connection.
        case drop(DropMoment)
        /// A 429 of that scope.
        case limit(scope: LimitScope, retryAfter: Double)
        /// Does it, and answers with what isn't JSON.
        case garbage
        /// Does it, but a test acts first; others' calls go on meanwhile.
        case before(Interlude)
        /// Does it, and a test acts before the answer goes out.
        case after(Interlude)
    }

    package typealias Interlude = @LoopActor @Sendable () async -> Void

    package enum DropMoment: String, Sendable { case beforeExecuting, afterExecuting, halfway }
    package enum ContentType: String, Sendable { case json, html, text }

    let pattern: CallPattern
    let effect: Effect
    /// For how many calls yet.
    var times: Int
}

/// Whom a 429 concerns.
package enum LimitScope: String, Sendable { case user, global, shared }

/// A method and a path in which `*` stands for one segment and a last `**` for any rest.
package struct CallPattern: Hashable, Sendable {
    let method: String
    let segments: [Substring]

    /// - Parameter method: `*` for any.
    package init(_ method: String, _ path: String) {
        self.method = method
        segments = path.split(separator: "/")
    }

    package func matches(_ method: String, _ path: String) -> Bool {
        guard self.method == "*" || self.method == method else { return false }
        let parts = path.split(separator: "/")
        for (index, segment) in segments.enumerated() {
            if segment == "**" { return true }
            guard index < parts.count, segment == "*" || segment == parts[index] else {
                return false
            }
        }
        return parts.count == segments.count
    }
}
