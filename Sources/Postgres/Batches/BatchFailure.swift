/// What the failure of a batch says about its items.
enum BatchFailure: Equatable, Sendable {
    /// Rolled back by a deadlock or a serialization failure: the same again.
    case rolledBack
    /// Rolled back because of a value (class 22, 23): some item is the culprit.
    case culprit
    /// The connection broke before anything ran: the same again.
    case lostUnsent
    /// Whether it was committed isn't known: the same again, under the same id.
    case unknown
    /// Not run, and no use trying again soon.
    case refused

    init(_ error: DatabaseError) {
        switch error {
        case .connectionLost(mayHaveRun: true), .timedOut(mayHaveRun: true):
            self = .unknown
        case .connectionLost(mayHaveRun: false):
            self = .lostUnsent
        case .server(let state, _, _) where state.endsSession:
            self = .unknown
        case .server(let state, _, _) where state.isTransient:
            self = .rolledBack
        case .server(let state, _, _) where state.isAboutValues:
            self = .culprit
        case .server, .unavailable, .timedOut(mayHaveRun: false), .overloaded:
            self = .refused
        }
    }
}
