import Essentials
import Testing

@testable import Accounts

@Suite struct CredentialTests {
    private func read(_ text: String) -> Credential? {
        Array(text.utf8).withUnsafeBytes { Credential(bearer: $0) }
    }

    @Test func `a new service token is known by its hash`() {
        let (token, hash) = Credential.newService()
        #expect(token.hasPrefix("kennel_s_"))
        #expect(read(token) == .service(hash))
        #expect(read(token) == .service(.hash(token)))
    }

    @Test(arguments: [1, 123_456_789_012_345_678, .max] as [Int64])
    func `a new API key names its guild and is known by its hash`(number: Int64) throws {
        let guild = try #require(Snowflake(rawValue: number))
        let (key, hash, prefix) = Credential.newAPIKey(guild: guild)
        #expect(read(key) == .apiKey(guild: guild, hash))
        #expect(key.hasPrefix(prefix))
        #expect(prefix == "kennel_k_\(guild)_" + key.suffix(43).prefix(4))
    }

    @Test func `what has neither form is nobody's, without a look-up`() {
        let secret = String(repeating: "a", count: 43)
        let others = [
            "", "x", secret, "kennel_s_", "kennel_s_\(secret)a", "kennel_s_\(secret.dropLast())",
            "kennel_x_\(secret)", "Kennel_s_\(secret)", "kennel_k_", "kennel_k_\(secret)",
            "kennel_k__\(secret)", "kennel_k_0_\(secret)", "kennel_k_01_\(secret)",
            "kennel_k_9223372036854775808_\(secret)", "kennel_k_1_\(secret)b",
            "kennel_k_1_\(secret.dropLast())", "kennel_k_-1_\(secret)",
            String(repeating: "kennel_s_", count: 10_000),
        ]
        for text in others { #expect(read(text) == nil, "\(text.prefix(80))") }
        #expect(read("kennel_k_1_\(secret)") != nil)
    }

    @Test func `every cut of a token is nobody's`() throws {
        let guild = try #require(Snowflake(rawValue: 42))
        for text in [Credential.newService().token, Credential.newAPIKey(guild: guild).key] {
            for length in 0..<text.count { #expect(read(String(text.prefix(length))) == nil) }
        }
    }
}
