import EventLoop
import Postgres

/// The mark that rejects events of a member while the response to their erasure is in transit.
@LoopActor
package enum ErasureMark {
    /// The time reserved for the response to reach the client.
    private static let delivery = Duration.milliseconds(50)

    /// Sets a mark that expires after the response is delivered. The mark's time is taken from the database's clock, which
    /// can't have advanced by more than the time since the statement was sent.
    /// - Parameter leave: sets a mark that many milliseconds ahead; repeated with a longer one if the statement was slow.
    package static func leave(
        _ leave: (Int32) async throws(DatabaseError) -> Void
    ) async throws(DatabaseError) {
        var ahead: Int32 = 100
        while true {
            let sent = Instant.now()
            try await leave(ahead)
            if Instant.now() - sent < .milliseconds(Int(ahead)) - delivery { return }
            ahead = min(ahead * 2, 4_000)
        }
    }
}
