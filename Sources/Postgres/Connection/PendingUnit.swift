import EventLoop

/// A unit in flight: who waits for it, and what has come of it so far.
struct PendingUnit {
    typealias Answer = @LoopActor (Result<Rows, DatabaseError>) -> Void

    /// What it prepares on the way and the server hasn't confirmed, last one first.
    var preparations: [PreparedStatements.Preparation]
    /// Nil when it has been given up, although its results are still to come.
    private var waiter: Answer?
    var rows: Rows?
    var error: DatabaseError?

    init(preparations: [PreparedStatements.Preparation], answer: @escaping Answer) {
        self.preparations = preparations
        self.waiter = answer
    }

    /// Whom to answer, once.
    mutating func takeWaiter() -> Answer? {
        waiter.take()
    }

    @LoopActor
    mutating func answer(_ result: Result<Rows, DatabaseError>) {
        takeWaiter()?(result)
    }
}
