/// Decides whose turn it is within one process: one per key, in FIFO order, and a limited number overall.
///
/// A session's advisory locks are re-entrant, so the database alone wouldn't keep two tasks of one worker apart.
struct LockQueue<Key: Hashable> {
    typealias Ticket = Int

    private let limit: Int
    private var lastTicket = 0
    /// All waiting and running tickets, by key; the first of each holds the key.
    private var queues: [Key: [Ticket]] = [:]
    /// Tickets that hold their key and wait for room, in order.
    private var forRoom: [Ticket] = []
    private(set) var running: Set<Ticket> = []

    /// - Parameter limit: how many may run at once, of all keys.
    init(limit: Int) {
        self.limit = limit
    }

    var isEmpty: Bool { queues.isEmpty && forRoom.isEmpty && running.isEmpty }
    var waitingCount: Int { queues.values.reduce(0) { $0 + $1.count } - running.count }

    func isFree(_ key: Key) -> Bool {
        queues[key] == nil && running.count < limit
    }

    /// Queues up; `isRunning` tells whether it's this ticket's turn already.
    mutating func arrive(_ key: Key) -> Ticket {
        lastTicket += 1
        queues[key, default: []].append(lastTicket)
        if queues[key]?.count == 1 { forRoom.append(lastTicket) }
        _ = admit()
        return lastTicket
    }

    func isRunning(_ ticket: Ticket) -> Bool { running.contains(ticket) }

    /// Removes a ticket, whether or not it had its turn. Returns the tickets whose turn has come.
    mutating func leave(_ key: Key, _ ticket: Ticket) -> [Ticket] {
        running.remove(ticket)
        forRoom.removeAll { $0 == ticket }
        let wasFirst = queues[key]?.first == ticket
        queues[key]?.removeAll { $0 == ticket }
        if let next = queues[key]?.first {
            if wasFirst { forRoom.append(next) }
        } else {
            queues[key] = nil
        }
        return admit()
    }

    private mutating func admit() -> [Ticket] {
        let room = min(limit - running.count, forRoom.count)
        guard room > 0 else { return [] }
        let admitted = Array(forRoom.prefix(room))
        forRoom.removeFirst(room)
        running.formUnion(admitted)
        return admitted
    }
}
