import Testing

@testable import DiscordEmulator

/// A check that finds nothing would let everything pass.
@Suite struct SchemaCheckTests {
    private let description: DiscordDescription

    init() throws { description = try DiscordDescription() }

    private func fault(_ text: String, _ template: String, status: Int = 200) -> String? {
        description.fault(ofAnswer: JSON(parsing: text), status: status, to: "GET", template)
    }

    @Test func `missing, wrong, unknown and misspelt members are found`() {
        let right = #"{"code": "x", "uses": 1}"#
        let path = "/guilds/{guild_id}/vanity-url"
        #expect(fault(right, path) == nil)
        #expect(fault(#"{"code": null, "uses": 1}"#, path) == nil)
        #expect(fault(#"{"code": "x"}"#, path) != nil)
        #expect(fault(#"{"code": "x", "uses": "1"}"#, path) != nil)
        #expect(fault(#"{"code": "x", "uses": null}"#, path) != nil)
        #expect(fault(#"{"code": 1, "uses": 1}"#, path) != nil)
        #expect(fault(#"{"code": "x", "uses": 1, "more": 1}"#, path) != nil)
        #expect(fault(right, path, status: 500) != nil)
        #expect(fault(#"{"1": 2}"#, "/guilds/{guild_id}/roles/member-counts") == nil)
        #expect(fault(#"{"1": "2"}"#, "/guilds/{guild_id}/roles/member-counts") != nil)
    }

    @Test func `errors are held to their shape`() {
        let path = "/guilds/{guild_id}"
        #expect(fault(#"{"code": 1, "message": "m"}"#, path, status: 404) == nil)
        #expect(fault(#"{"code": "1", "message": "m"}"#, path, status: 404) != nil)
        #expect(fault(#"{"message": "m"}"#, path, status: 404) != nil)
        #expect(fault(#"{"code": 1, "message": "m", "more": 1}"#, path, status: 404) != nil)
        let errors = #"{"code": 1, "message": "m", "errors": {"a": {"0": {"_errors": [%]}}}}"#
        let one = #"{"code": "C", "message": "m"}"#
        let parts = errors.split(separator: "%").map(String.init)
        #expect(fault(parts[0] + one + parts[1], path, status: 400) == nil)
        #expect(fault(parts[0] + "1" + parts[1], path, status: 400) != nil)
        #expect(fault(#"{"code": 0, "message": "m"}"#, path, status: 429) != nil)
    }
}
