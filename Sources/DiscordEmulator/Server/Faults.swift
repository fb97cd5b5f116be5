import EventLoop

/// Faults of the next calls. A call takes the first one that matches it.
@LoopActor
package final class Faults {
    private var list: [Fault] = []
    private var waiting: [Promise<Void>] = []

    package init() {}

    /// - Parameters:
    ///   - method: `*` for any.
    ///   - path: after `/api/v10`; `*` is any one segment, a last `**` any rest.
    ///   - times: how many calls it concerns.
    package func add(
        _ effect: Fault.Effect, _ method: String = "*", _ path: String = "/**", times: Int = 1
    ) {
        list.append(Fault(pattern: CallPattern(method, path), effect: effect, times: times))
    }

    package func fail(
        _ method: String, _ path: String, status: Int, code: Int = 0, message: String = "",
        times: Int = 1
    ) {
        add(.fail(status: status, code: code, message: message), method, path, times: times)
    }

    package func delay(_ method: String, _ path: String, by time: Duration, times: Int = 1) {
        add(.delay(time), method, path, times: times)
    }

    package func drop(
        _ method: String, _ path: String, _ moment: Fault.DropMoment, times: Int = 1
    ) {
        add(.drop(moment), method, path, times: times)
    }

    package func limit(
        _ method: String, _ path: String, scope: LimitScope = .user, retryAfter: Double,
        times: Int = 1
    ) {
        add(.limit(scope: scope, retryAfter: retryAfter), method, path, times: times)
    }

    /// Has a test act before the next call that matches is done.
    package func before(
        _ method: String, _ path: String, _ interlude: @escaping Fault.Interlude
    ) {
        add(.before(interlude), method, path)
    }

    /// Has a test act when the next call that matches has been done, before it's answered.
    package func after(
        _ method: String, _ path: String, _ interlude: @escaping Fault.Interlude
    ) {
        add(.after(interlude), method, path)
    }

    /// Ends all faults; calls that hang go on without an answer.
    package func clear() {
        list = []
        for shot in waiting { shot.fulfil(()) }
        waiting = []
    }

    /// How many calls are still to be concerned.
    package var pending: Int { list.reduce(0) { $0 + $1.times } }
    /// How many calls hang now.
    package var hanging: Int { waiting.count }

    /// The fault that this call takes.
    func take(_ method: String, _ path: String) -> Fault.Effect? {
        guard let index = list.firstIndex(where: { $0.pattern.matches(method, path) }) else {
            return nil
        }
        list[index].times -= 1
        defer { if list[index].times <= 0 { list.remove(at: index) } }
        return list[index].effect
    }

    /// Returns when the faults are cleared.
    func waitUntilCleared() async {
        let shot = Promise<Void>()
        waiting.append(shot)
        await shot.value
    }
}
