import Essentials
import HTTP
import Testing

@testable import API

@Suite struct TrustedProxiesTests {
    @Test(arguments: [
        ("192.0.2.9", ["X-Forwarded-For: 198.51.100.1"], "192.0.2.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["X-Forwarded-For: 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.5, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["X-Forwarded-For: 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        (
            "10.0.0.1", ["X-Forwarded-For: 203.0.113.5", "X-Forwarded-For: 198.51.100.1"],
            "198.51.100.1"
        ),
        ("10.0.0.1", ["X-Forwarded-For: 198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["X-Forwarded-For: "], "10.0.0.1"),
    ])
    func `the client is the last address that isn't a proxy of ours`(
        peer: String, headers: [String], client: String
    ) throws {
        let proxies = TrustedProxies([try #require(AddressRange("10.0.0.0/8"))])
        let lines = ["GET / HTTP/1.1", "Host: a"] + headers
        let request = try HTTPRequest(
            parsing: Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        let found = proxies.client(behind: try #require(ClientAddress(peer)), request.headers)
        #expect(found == ClientAddress(client))
    }
}
