import EventLoop
import Postgres
import TestSupport

/// Statements of the tests of connections and pools.
enum ProbeSQL: String, SQL {
    case echo = "SELECT $1::int8"
    case divide = "SELECT 1 / $1::int8"
    case length = "SELECT length($1::text)"
    case sleep = "SELECT pg_sleep($1::float8)"
    case backend = "SELECT pg_backend_pid()"
    case terminate = "SELECT pg_terminate_backend($1::int4, 5000)"
    case preparedCount = "SELECT count(*) FROM pg_prepared_statements"
    case setting = "SELECT current_setting($1::text)"
    case nonsense = "SELECT nothing FROM nowhere"
    case createThings = """
        CREATE TABLE things (
            number int8 UNIQUE DEFERRABLE INITIALLY DEFERRED
        )
        """
    case insertThing = "INSERT INTO things VALUES ($1::int8)"
    case countThings = "SELECT count(*) FROM things"
    case everything = "SELECT * FROM things ORDER BY 1"
    case widenThings = "ALTER TABLE things ADD COLUMN name text DEFAULT 'x'"
    case listen = "LISTEN news"
    case notify = "SELECT pg_notify('news', $1::text)"
    case makeReadOnly = "SET default_transaction_read_only = on"
    case deallocateAll = "DEALLOCATE ALL"
}

/// Far enough away that only a bug reaches it.
@LoopActor var farDeadline: Instant { Instant.now() + .seconds(60) }

extension DatabaseConfiguration {
    init(
        shared: Int = 4, exclusive: Int = 2, hasPooler: Bool = false, maximumInFlight: Int = 1000,
        statementTimeout: Duration = .seconds(3)
    ) {
        self.init()
        sharedConnections = shared
        exclusiveConnections = exclusive
        usesTransactionPooler = hasPooler
        self.maximumInFlight = maximumInFlight
        limits.statementTimeout = statementTimeout
    }
}

/// Runs a body on the loop with a started `Database` of an empty database of its own.
func withStartedDatabase<Value: Sendable>(
    _ configuration: DatabaseConfiguration = DatabaseConfiguration(shared: 4),
    _ body: @escaping @LoopActor (Database) async throws -> Value
) async throws -> Value {
    try await withEmptyDatabase { url in
        var configuration = configuration
        configuration.url = url
        return try await onStarted(configuration, body)
    }
}

/// Runs a body on the loop with a started `Database`, which is stopped afterwards.
func onStarted<Value: Sendable>(
    _ configuration: DatabaseConfiguration,
    _ body: @escaping @LoopActor (Database) async throws -> Value
) async throws -> Value {
    try await onLoop {
        let database = try Database(configuration: configuration)
        database.start()
        defer { database.stop() }
        return try await body(database)
    }
}

/// Runs a body on the loop with one connection of an empty database.
func withConnection<Value: Sendable>(
    _ body: @escaping @LoopActor (Connection) async throws -> Value
) async throws -> Value {
    try await withEmptyDatabase { url in
        try await onLoop {
            let connection = try await Connector(url: url).connect()
            defer { connection.close() }
            return try await body(connection)
        }
    }
}

/// Runs a body for each index at the same time, and gives the results in order.
@LoopActor
func concurrently<Value: Sendable>(
    _ count: Int, _ body: @escaping @LoopActor (Int) async throws(DatabaseError) -> Value
) async -> [Result<Value, DatabaseError>] {
    let results = (0..<count).map { _ in Promise<Result<Value, DatabaseError>>() }
    for (index, result) in results.enumerated() {
        spawn {
            do throws(DatabaseError) {
                result.fulfil(.success(try await body(index)))
            } catch {
                result.fulfil(.failure(error))
            }
        }
    }
    var values: [Result<Value, DatabaseError>] = []
    for result in results { values.append(await result.value) }
    return values
}

extension Result where Failure == DatabaseError {
    var error: DatabaseError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
