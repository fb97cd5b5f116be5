import API
import Essentials
import Postgres

/// A service token as `kennel token list` shows it.
package struct ServiceToken: Hashable, Sendable {
    package let id: Int64
    package let name: String
    /// Nil: no limit.
    package let requestsPerSecond: Int64?
    package let createdAt: Timestamp
    /// Nil while it is valid.
    package let revokedAt: Timestamp?
}

extension ServiceToken: Record {
    package static let members: Members = [
        .member("id", \.id), .member("name", \.name),
        .member("requests_per_second", \.requestsPerSecond),
        .member("created_at", \.createdAt), .member("revoked_at", \.revokedAt),
    ]

    package init(_ columns: inout RowReader) {
        self.init(
            id: columns.next(), name: columns.next(), requestsPerSecond: columns.next(),
            createdAt: columns.next(), revokedAt: columns.next())
    }
}

/// Why a service token can't be created.
package enum ServiceTokenError: Error, Hashable, CustomStringConvertible {
    case badName, badLimit
    /// Tokens of one name, by number.
    case severalOfOneName([Int64])

    package var description: String {
        switch self {
        case .badName: "A token's name has 1 to 100 characters."
        case .severalOfOneName(let ids):
            "Several tokens have this name: give the number, one of "
                + ids.map(String.init).joined(separator: ", ") + "."
        case .badLimit: "A token's requests per second are a number from 1 to 1000000."
        }
    }
}
