import Accounts
import Postgres

/// `kennel token …`: creates, lists and revokes service tokens.
enum TokenCommand {
    static func create(_ invocation: Invocation) throws {
        let limit = try requestsPerSecond(invocation)
        let database = try CommandContext(invocation).connect()
        let token = try asked {
            try ServiceTokens.create(
                name: invocation.arguments[0], requestsPerSecond: limit, on: database)
        }
        Program.show(token + "\n")
    }

    static func list(_ invocation: Invocation) throws {
        let database = try CommandContext(invocation).connect()
        let tokens = try asked { try ServiceTokens.list(on: database) }
        let isJSON = invocation.options["json"] != nil
        Program.show(isJSON ? ServiceTokens.json(tokens) : ServiceTokens.table(tokens))
    }

    static func revoke(_ invocation: Invocation) throws {
        let database = try CommandContext(invocation).connect()
        let name = invocation.arguments[0]
        guard let id = try asked({ try ServiceTokens.revoke(name, on: database) }) else {
            throw CommandFailure(message: "There is no such token, or it is revoked already.")
        }
        Program.show("revoked \(id)\n")
    }

    private static func requestsPerSecond(_ invocation: Invocation) throws(UsageError) -> Int64? {
        guard let text = invocation.options["requests-per-second"] else { return nil }
        guard let number = Int64(text) else {
            throw UsageError(message: "'\(text)' is no number of requests per second.")
        }
        return number
    }

    /// Turns errors into messages.
    private static func asked<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ServiceTokenError {
            throw UsageError(message: error.description)
        } catch let error as DatabaseError where error.sqlState == .undefinedTable {
            throw CommandFailure(message: "The database isn't migrated: run `kennel migrate`.")
        }
    }
}
