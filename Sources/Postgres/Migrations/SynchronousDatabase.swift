import CPostgres
import Glibc

/// A blocking connection for the command line and the tests; never used on the loop.
///
/// A server that says nothing is given up after five seconds, where the URL has no `connect_timeout`. What runs has no time limit
/// but the URL's: a migration takes as long as it takes.
package final class SynchronousDatabase {
    let connection: OpaquePointer

    /// Connects.
    /// - Parameter url: a libpq URL or connection string; nil leaves everything to the `PG*` variables.
    /// - Throws: `DatabaseError`, whose words never hold a password.
    package init(url: String?) throws(DatabaseError) {
        do throws(InvalidConnectionString) {
            _ = try ConnectionParameters.parse(url)
        } catch {
            throw .server(.cannotConnect, message: error.description)
        }
        guard let connection = Self.connect(url) else { throw .unavailable }
        guard PQstatus(connection) == CONNECTION_OK else {
            let message = ConnectionSecrets(url: url).hidden(in: Self.message(of: connection))
            PQfinish(connection)
            throw .server(.cannotConnect, message: message)
        }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        self.connection = connection
    }

    deinit {
        PQfinish(connection)
    }

    /// Runs one statement.
    @discardableResult
    package func run(
        _ sql: some SQL, _ values: [SQLValue] = []
    ) throws(DatabaseError) -> Rows {
        try rows(of: send(sql.rawValue, values))
    }

    /// Runs a file's statements one after the other, as one transaction unless the script says otherwise.
    package func execute(script: String) throws(DatabaseError) {
        _ = try rows(of: PQexec(connection, script), from: script)
    }

    package func begin() throws(DatabaseError) { try execute(script: "BEGIN") }
    package func commit() throws(DatabaseError) { try execute(script: "COMMIT") }
    /// Rolls back; a connection that is gone has rolled back already.
    package func rollBack() { PQclear(PQexec(connection, "ROLLBACK")) }

    /// Whether nobody on the way can read along.
    package var isEncrypted: Bool { PQsslInUse(connection) == 1 }
    /// Where the server is: a host's name or address, or a folder with a socket.
    package var host: String { PQhost(connection).map { String(cString: $0) } ?? "" }
    /// `disable` … `verify-full`.
    package var sslMode: String {
        guard let options = PQconninfo(connection) else { return "" }
        return ConnectionParameters.take(options)["sslmode"] ?? ""
    }

    /// The database's name.
    package var name: String { PQdb(connection).map { String(cString: $0) } ?? "" }
    package var port: String { PQport(connection).map { String(cString: $0) } ?? "" }
    /// The server's process as the other end tells it; a pooler tells a number of its own.
    package var processNumber: Int32 { PQbackendPID(connection) }

    package var isInTransaction: Bool {
        PQtransactionStatus(connection) == PQTRANS_INTRANS
    }
}

extension SynchronousDatabase {
    /// What the URL says comes last, so that it wins over what is set here.
    private static func connect(_ url: String?) -> OpaquePointer? {
        let timeout = getenv("PGCONNECT_TIMEOUT") == nil ? "5" : nil
        let settings = [
            ("application_name", "kennel command"), ("connect_timeout", timeout), ("dbname", url),
        ]
        .filter { $0.1 != nil }
        let names = settings.map { strdup($0.0) }
        let values = settings.map { strdup($0.1 ?? "") }
        defer { for text in names + values { free(text) } }
        return PQconnectdbParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }

    private func rows(
        of result: OpaquePointer?, from script: String? = nil
    ) throws(DatabaseError) -> Rows {
        guard let result else { throw failure(nil, in: script) }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return Rows(taking: result)
        default:
            defer { PQclear(result) }
            throw failure(result, in: script)
        }
    }

    private func failure(_ result: OpaquePointer?, in script: String?) -> DatabaseError {
        guard PQstatus(connection) == CONNECTION_OK else {
            return .connectionLost(mayHaveRun: true)
        }
        let state = Self.field("C", of: result) ?? SQLState.cannotConnect.rawValue
        var message = Self.field("M", of: result) ?? Self.message(of: connection)
        if let script, let position = Self.field("P", of: result).flatMap({ Int($0) }) {
            message = "line \(Self.line(of: position, in: script)): \(message)"
        }
        return .server(SQLState(rawValue: state), message: message)
    }

    /// The line, from 1, that the server's position (in characters, from 1) is on.
    private static func line(of position: Int, in script: String) -> Int {
        1 + script.unicodeScalars.prefix(position - 1).count { $0 == "\n" }
    }

    private static func field(_ code: Unicode.Scalar, of result: OpaquePointer?) -> String? {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }

    /// The connection's last error on one line.
    private static func message(of connection: OpaquePointer) -> String {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        return text.split(separator: "\n").joined(separator: " ")
    }
}

extension SQLState {
    /// What stands for a failure to connect, of which libpq has only words.
    package static let cannotConnect = SQLState(rawValue: "08001")
}
