import EventLoop
import Worker

/// Reconciliation of the worker processes with the wanted state.
extension SupervisorMachine {
    /// Derives the actions that the present state needs.
    mutating func reconcile(_ now: Instant, _ actions: inout [SupervisorAction]) {
        killLate(now, &actions)
        admit(now, &actions)
        assignSlots(&actions)
        guard mode == .running else { return }
        retireReplaced(now, &actions)
        for slot in slots.indices { fill(slot, now, &actions) }
        replaceNext(now, &actions)
    }

    private mutating func killLate(_ now: Instant, _ actions: inout [SupervisorAction]) {
        for worker in workers {
            if now - worker.lastHeard >= settings.silenceLimit {
                kill(worker.id, because: .silent, &actions)
            } else if let deadline = worker.deadline, deadline <= now {
                kill(worker.id, because: .overdue, &actions)
            }
        }
    }

    private mutating func fill(
        _ slot: Int, _ now: Instant, _ actions: inout [SupervisorAction]
    ) {
        if !workers.contains(where: { $0.slot == slot && $0.isStaying }) {
            spawn(slot, now, &actions)
        }
    }

    private mutating func spawn(
        _ slot: Int, _ now: Instant, _ actions: inout [SupervisorAction]
    ) {
        if let restartAt = slots[slot].restartAt, restartAt > now { return }
        slots[slot].restartAt = nil
        workers.append(Worker(id: nextID, slot: slot, spawnedAt: now, lastHeard: now))
        actions.append(.spawn(nextID, slot: slot))
        nextID += 1
    }

    // MARK: Rolling replacement

    /// One slot at a time: start a new worker; when it serves, drain the old one; when that has ended, take the next slot.
    private mutating func replaceNext(_ now: Instant, _ actions: inout [SupervisorAction]) {
        guard let replaceBelow else { return }
        for slot in slots.indices {
            let mine = workers.filter { $0.slot == slot }
            guard !mine.contains(where: { $0.phase == .starting }) else { return }
            guard let leaving = mine.last(where: { $0.id < replaceBelow }) else { continue }
            if leaving.phase == .serving { replace(slot, now, &actions) }
            return
        }
        self.replaceBelow = nil
    }

    private mutating func replace(
        _ slot: Int, _ now: Instant, _ actions: inout [SupervisorAction]
    ) {
        if slots[slot].failures < settings.replacementAttempts {
            spawn(slot, now, &actions)
        } else {
            replaceBelow = nil
            actions.append(.reportFailedReplacement(because: .failedStarts))
        }
    }

    /// A worker serves once it has started, but one that isn't ready doesn't replace one that is. If it stays unready (a
    /// migration is missing, or the new configuration is wrong), the old ones stay.
    private mutating func admit(_ now: Instant, _ actions: inout [SupervisorAction]) {
        for worker in workers where worker.phase == .starting {
            guard let announcedAt = worker.announcedAt else { continue }
            let hasBetter = workers.contains {
                $0.slot == worker.slot && $0.phase == .serving && $0.isHealthy
            }
            if worker.isHealthy || !worker.hasBeaten || !hasBetter {
                update(worker.id) { $0.phase = .serving }
            } else if now - announcedAt >= settings.unreadyLimit {
                stop(worker.id, now, &actions)
                replaceBelow = nil
                actions.append(.reportFailedReplacement(because: .unreadiness))
            }
        }
    }

    /// Of several serving workers of a slot only the newest stays; it accepts by now.
    private mutating func retireReplaced(_ now: Instant, _ actions: inout [SupervisorAction]) {
        for slot in slots.indices {
            let serving = workers.filter { $0.slot == slot && $0.phase == .serving }
            for worker in serving.dropLast() {
                drain(worker.id, isFinal: false, now, &actions)
            }
        }
    }

    // MARK: Assignment of sockets

    /// A slot belongs to its newest accepting worker. A slot without one is lent to another slot's worker: a closed socket would
    /// reset its waiting clients, and an abandoned one would hang them.
    private mutating func assignSlots(_ actions: inout [SupervisorAction]) {
        let owners = slots.indices.map { slot in
            workers.last { $0.slot == slot && $0.isAccepting }?.id
        }
        let acceptors = owners.compactMap(\.self)
        guard !acceptors.isEmpty else { return }
        var wanted: [WorkerID: [Int]] = [:]
        for slot in slots.indices where !slots[slot].isClosed {
            let acceptor = owners[slot] ?? acceptors[slot % acceptors.count]
            wanted[acceptor, default: []].append(slot)
        }
        // The newest first: it takes over before another one stops accepting.
        for worker in workers.reversed() where worker.isAccepting {
            tell(worker, toAcceptFrom: wanted[worker.id] ?? [], &actions)
        }
    }

    private mutating func tell(
        _ worker: Worker, toAcceptFrom slots: [Int], _ actions: inout [SupervisorAction]
    ) {
        guard worker.accepts != slots else { return }
        update(worker.id) { $0.accepts = slots }
        actions.append(.send(worker.id, .accept(slots: slots)))
    }

    // MARK: Single workers

    mutating func update(_ id: WorkerID, _ change: (inout Worker) -> Void) {
        guard let place = workers.firstIndex(where: { $0.id == id }) else { return }
        change(&workers[place])
    }

    mutating func drain(
        _ id: WorkerID, isFinal: Bool, _ now: Instant, _ actions: inout [SupervisorAction]
    ) {
        let delay = isFinal ? settings.drainDelay : .zero
        let deadline = now + delay + settings.drainLimit + settings.grace
        update(id) {
            $0.phase = .draining(isFinal: isFinal)
            $0.deadline = deadline
        }
        actions.append(
            .send(id, .drain(delay: delay, limit: settings.drainLimit, isFinal: isFinal)))
    }

    mutating func stop(_ id: WorkerID, _ now: Instant, _ actions: inout [SupervisorAction]) {
        let deadline = now + settings.stopLimit
        update(id) {
            $0.phase = .stopping
            $0.deadline = deadline
        }
        actions.append(.send(id, .stop))
    }

    mutating func kill(
        _ id: WorkerID, because reason: KillReason, _ actions: inout [SupervisorAction]
    ) {
        guard let worker = workers.first(where: { $0.id == id }), !worker.isKilled else { return }
        update(id) { $0.isKilled = true }
        actions.append(.kill(id, because: reason))
    }
}
