import API
import Essentials
import Postgres

/// An API key of a guild, without the key itself.
struct APIKey {
    let id: String
    let prefix: String
    let createdAt: Timestamp
    let maker: Snowflake?
    let lastUsedAt: Timestamp?
    let expiresAt: Timestamp?
}

extension APIKey: Record {
    static let title: String? = "APIKey"
    static let members: Members = [
        .member("api_key_id", \.id), .member("prefix", \.prefix),
        .member("created_at", \.createdAt), .member("maker_id", \.maker),
        .member("last_used_at", \.lastUsedAt), .member("expires_at", \.expiresAt),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            id: columns.next(), prefix: columns.next(), createdAt: columns.next(),
            maker: columns.next(), lastUsedAt: columns.next(), expiresAt: columns.next())
    }
}
