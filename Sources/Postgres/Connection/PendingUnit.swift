import EventLoop

/// A unit in flight: its callback, and its results so far.
struct PendingUnit {
    typealias Answer = @LoopActor (Result<Rows, DatabaseError>) -> Void

    /// The statements it prepares that the server hasn't confirmed, last one first.
    var preparations: [PreparedStatements.Preparation]
    /// Nil once it has been given up while its results are still to come.
    private var waiter: Answer?
    var rows: Rows?
    var error: DatabaseError?

    init(preparations: [PreparedStatements.Preparation], answer: @escaping Answer) {
        self.preparations = preparations
        self.waiter = answer
    }

    /// The callback, called once.
    mutating func takeWaiter() -> Answer? {
        waiter.take()
    }

    @LoopActor
    mutating func answer(_ result: Result<Rows, DatabaseError>) {
        takeWaiter()?(result)
    }
}
