import EventLoop
import Postgres

/// The mark that keeps out what arrives of a member while their erasure's answer is on its way.
@LoopActor
package enum ErasureMark {
    /// How long an answer may be on its way to whoever asked.
    private static let delivery = Duration.milliseconds(50)

    /// Leaves a mark so far ahead, in milliseconds of the database's clock, that the answer comes before it passes: when the mark's statement
    /// is answered that clock can't have gone further than the time since it was sent.
    /// - Parameter leave: leaves a mark so many milliseconds ahead; done again, further ahead, where it took too long.
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
