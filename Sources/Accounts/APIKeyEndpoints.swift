import API
import Essentials
import EventLoop
import HTTP
import Postgres

/// The endpoints under `/auth/api-key/`: a guild's API keys.
@LoopActor
package struct APIKeyEndpoints {
    /// How many keys a guild may have at a time.
    static let limit: Int64 = 100
    private static let path = "/auth/api-key/"
    private static let group = "auth"
    private static let revoked = Answer.message("The API key is revoked.")

    private let database: Database
    private let credentials: Credentials

    package init(database: Database, credentials: Credentials) {
        self.database = database
        self.credentials = credentials
    }

    package var all: [Endpoint] { [list, create, revoke] }

    private var list: Endpoint {
        Endpoint(
            .get, Self.path, "Lists the guild's API keys, without the keys themselves.",
            group: Self.group, access: .keyHolders, input: .queryOrBody,
            errors: [.badRequest, .unauthorized, .forbidden, .settings],
            answer: .object(["api_keys": [APIKey].shape]),
            fields: Field<Snowflake>.guild
        ) { [self] context, guild in try await list(guild, context) }
    }

    private var create: Endpoint {
        Endpoint(
            .post, Self.path,
            "Creates an API key of the guild. It is shown this once. It ends when its maker doesn't administer the guild any more.",
            group: Self.group, access: .keyHolders, input: .queryOrBody,
            errors: [.badRequest, .unauthorized, .forbidden, .database],
            answer: .object([
                "api_key": .text, "api_key_id": .text, "expires_at": .nullable(.timestamp),
            ]),
            fields: Field<Snowflake>.guild,
            Field<Int>.integer(
                "expires_in", 60...315_360_000, "After how many seconds it ends; never without."
            ).optional()
        ) { [self] context, guild, lifetime in try await create(guild, lifetime, context) }
    }

    private var revoke: Endpoint {
        Endpoint(
            .delete, Self.path, "Revokes an API key of the guild, on every worker at once.",
            group: Self.group, access: .keyHolders, input: .queryOrBody,
            errors: [.badRequest, .unauthorized, .forbidden, .notFound, .database],
            fields: Field<Snowflake>.guild,
            Field<String>.text("api_key", 1...200, "The key, or its id.")
        ) { [self] context, guild, key in try await revoke(key, of: guild, context) }
    }

    private func list(_ guild: Snowflake, _ context: RequestContext) async throws -> Answer {
        let rows = try await database.run(
            APIKeySQL.list, [.snowflake(guild)], deadline: context.deadline)
        return .one("api_keys", rows.map { APIKey($0) })
    }

    private func create(
        _ guild: Snowflake, _ lifetime: Int?, _ context: RequestContext
    ) async throws -> Answer {
        let (key, hash, prefix) = Credential.newAPIKey(guild: guild)
        let id = Self.newID()
        let rows = try await database.run(
            APIKeySQL.create,
            [
                .snowflake(guild), .text(id), .bytea(hash.bytes), .text(prefix), .int8(Self.limit),
                .snowflakeOrNull(context.caller.person),
                lifetime.map { .float8(Double($0)) } ?? .null(.float8),
            ],
            deadline: context.deadline)
        guard let row = rows.first else {
            throw APIError.badRequest("A guild has at most \(Self.limit) API keys; revoke one.")
        }
        let expiry = row.timestampIfPresent(0)
        return .object(["api_key": key, "api_key_id": id, "expires_at": expiry])
    }

    private func revoke(
        _ key: String, of guild: Snowflake, _ context: RequestContext
    ) async throws -> Answer {
        let rows = try await database.run(
            APIKeySQL.revoke,
            [.snowflake(guild), .text(key), .bytea(SHA256Digest.hash(key).bytes)],
            deadline: context.deadline)
        credentials.revokedHere()
        guard rows.count > 0 else { throw APIError.notFound("This guild has no such API key.") }
        return Self.revoked
    }

    /// 16 letters, digits, `-` and `_`: no key has that length.
    private static func newID() -> String {
        var writer = ByteWriter(capacity: 16)
        writer.append(base64URL: SecureRandom.bytes(12))
        return writer.string
    }
}
