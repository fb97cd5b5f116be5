import Essentials

/// A bearer token of ours, by its form: the kind it claims to be, and its hash. The token itself isn't kept.
enum Credential: Hashable, Sendable {
    case service(SHA256Digest)
    case apiKey(guild: Snowflake, SHA256Digest)

    /// Nil for a token that has the form of neither kind: no look-up can find it.
    init?(bearer: UnsafeRawBufferPointer) {
        guard bearer.count <= Self.maximumLength else { return nil }
        if Self.isSecret(bearer, after: Self.servicePrefix) {
            self = .service(.hash(bearer))
        } else if let guild = Self.guild(of: bearer) {
            self = .apiKey(guild: guild, .hash(bearer))
        } else {
            return nil
        }
    }

    private static let servicePrefix: StaticString = "kennel_s_"
    private static let apiKeyPrefix: StaticString = "kennel_k_"
    private static let secretLength = 43
    private static let maximumLength = 9 + 19 + 1 + secretLength

    /// The guild that an API key names, `kennel_k_GUILD_SECRET`.
    private static func guild(of bearer: UnsafeRawBufferPointer) -> Snowflake? {
        let digitsStart = apiKeyPrefix.utf8CodeUnitCount
        guard bearer.count > digitsStart,
            let digitsEnd = bearer[digitsStart...].firstIndex(of: UInt8(ascii: "_")),
            isSecret(bearer, prefix: apiKeyPrefix, secretAt: digitsEnd + 1)
        else { return nil }
        return Snowflake(
            decimal: UnsafeRawBufferPointer(rebasing: bearer[digitsStart..<digitsEnd]))
    }

    private static func isSecret(
        _ bearer: UnsafeRawBufferPointer, after prefix: StaticString
    ) -> Bool {
        isSecret(bearer, prefix: prefix, secretAt: prefix.utf8CodeUnitCount)
    }

    private static func isSecret(
        _ bearer: UnsafeRawBufferPointer, prefix: StaticString, secretAt start: Int
    ) -> Bool {
        bearer.count == start + secretLength
            && prefix.withUTF8Buffer { bearer.starts(with: $0) }
    }
}

extension Credential {
    /// A new service token and the hash that is stored.
    static func newService() -> (token: String, hash: SHA256Digest) {
        let token = "\(servicePrefix)\(SecureRandom.token())"
        return (token, .hash(token))
    }

    /// A new API key, the hash that is stored, and the prefix by which people recognise it.
    static func newAPIKey(guild: Snowflake) -> (key: String, hash: SHA256Digest, prefix: String) {
        let named = "\(apiKeyPrefix)\(guild)_"
        let key = named + SecureRandom.token()
        return (key, .hash(key), String(key.prefix(named.count + 4)))
    }
}
