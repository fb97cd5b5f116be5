import Postgres
import Synchronization

/// A connection past the product that many statements share: to open one costs the server more than most of them do.
package final class SharedConnection: Sendable {
    private let url: String
    private let held = Mutex<SynchronousDatabase?>(nil)

    package init(url: String) { self.url = url }

    /// Runs a body on the connection; on a new one if a test, or the server's end, closed it.
    package func use<Value: Sendable>(
        _ body: (SynchronousDatabase) throws -> Value
    ) throws -> Value {
        try held.withLock { held in
            if let database = held {
                do { return try body(database) } catch DatabaseError.connectionLost {}
            }
            let database = try SynchronousDatabase(url: url)
            held = database
            return try body(database)
        }
    }
}
