import API
import Essentials
import Postgres

/// Creates, lists and revokes service tokens, for `kennel token`.
package enum ServiceTokens {
    /// Creates a token and returns it; it can't be shown again.
    /// - Parameter requestsPerSecond: 1…1,000,000, over all workers; nil: no limit.
    /// - Throws: `ServiceTokenError`, `DatabaseError`.
    package static func create(
        name: String, requestsPerSecond: Int64? = nil, on database: SynchronousDatabase
    ) throws -> String {
        guard (1...100).contains(name.unicodeScalars.count), !name.utf8.contains(0) else {
            throw ServiceTokenError.badName
        }
        if let requestsPerSecond, !(1...1_000_000).contains(requestsPerSecond) {
            throw ServiceTokenError.badLimit
        }
        let (token, hash) = Credential.newService()
        try database.run(
            ServiceTokenSQL.create,
            [
                .text(name), .bytea(hash.bytes),
                .int4OrNull(requestsPerSecond.map { Int32($0) }),
            ])
        return token
    }

    /// All tokens there ever were, oldest first.
    package static func list(
        on database: SynchronousDatabase
    ) throws(DatabaseError) -> [ServiceToken] {
        try database.run(ServiceTokenSQL.list).map { ServiceToken($0) }
    }

    /// Revokes a token on every worker at once.
    /// - Parameter token: its id, the token itself, or its name if no other valid token has it.
    /// - Returns: the id; nil if there is no such valid token.
    package static func revoke(_ token: String, on database: SynchronousDatabase) throws -> Int64? {
        let found = try database.run(
            ServiceTokenSQL.find,
            [.int8OrNull(Int64(token)), .bytea(SHA256Digest.hash(token).bytes), .text(token)])
        guard let first = found.first else { return nil }
        guard first.bool(1) || found.count == 1 else {
            throw ServiceTokenError.severalOfOneName(found.map { $0.int64(0) })
        }
        return try database.run(ServiceTokenSQL.revoke, [.int8(first.int64(0))]).first?.int64(0)
    }

    /// The list for programs.
    package static func json(_ tokens: [ServiceToken]) -> String {
        var writer = ByteWriter()
        writer.value(tokens)
        return writer.string + "\n"
    }

    /// The list as a table for people.
    package static func table(_ tokens: [ServiceToken]) -> String {
        let heads = ["ID", "NAME", "REQUESTS/S", "CREATED", "REVOKED"]
        let rows = tokens.map { token in
            [
                "\(token.id)", token.name, token.requestsPerSecond.map { "\($0)" } ?? "-",
                "\(token.createdAt)", token.revokedAt.map { "\($0)" } ?? "-",
            ]
        }
        let widths = heads.indices.map { column in
            ([heads] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([heads] + rows).map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return cells.joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
