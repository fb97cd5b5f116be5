import EventLoop

/// A unit in flight: who waits for it, and what has come of it so far.
struct PendingUnit {
    /// What it prepares on the way and the server hasn't confirmed, last one first.
    var preparations: [PreparedStatements.Preparation]
    let answer: @LoopActor (Result<Rows, DatabaseError>) -> Void
    var rows: Rows?
    var error: DatabaseError?
}
