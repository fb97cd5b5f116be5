/// What a failed batch means for its items.
enum BatchFailure: Equatable, Sendable {
    /// Rolled back by a deadlock or a serialization failure: send it again.
    case rolledBack
    /// Rolled back because of a value (class 22, 23): one of the items is bad.
    case culprit
    /// The connection broke before anything ran: send it again.
    case lostUnsent
    /// It is unknown whether it was committed: send it again, under the same id.
    case unknown
    /// Not run, and a retry soon would not help.
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
