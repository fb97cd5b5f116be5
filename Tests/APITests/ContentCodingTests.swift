import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct ContentCodingTests {
    /// Lists so many rows, streamed or at once.
    private static func rows(_ path: String, _ count: Int, isStreamed: Bool) -> Endpoint {
        Endpoint(
            .get, path, "Lists rows.", group: "sample", access: .open,
            answer: .object(["rows": .list(.text)])
        ) { _ in
            var left = count
            let list = StreamedList("rows") {
                left -= 10
                return .init(
                    (0..<10).map { _ in { $0.value("a row of an answer") } }, isLast: left <= 0)
            }
            return try await .lists([list], isLarge: isStreamed)
        }
    }

    private static let endpoints = [
        rows("/short", 10, isStreamed: false), rows("/long", 10_000, isStreamed: true),
        Endpoint(.get, "/document", "A document.", group: "sample", access: .open) { _ in
            .document(Array(repeating: 65, count: 10_000), "text/plain")
        },
    ]

    @Test(arguments: ["/long", "/document"], ["gzip", "br;q=1, gzip ; q=0.5", "GZIP"])
    func `what is long is compressed for who takes it`(path: String, accepted: String) async throws
    {
        let (plain, coded) = try await onLoop {
            let api = InMemoryAPI(Self.endpoints)
            let plain = try await api.ask("GET", path, token: nil)
            let coded = try await api.ask(
                "GET", path, token: nil, headers: ["Accept-Encoding: \(accepted)"])
            #expect(plain.header("Content-Encoding") == nil)
            #expect(plain.header("Vary") == "Accept-Encoding")
            #expect(coded.header("Content-Encoding") == "gzip")
            #expect(coded.header("Vary") == "Accept-Encoding")
            return (plain.body, coded.body)
        }
        #expect(coded.count < plain.count / 10)
        #expect(try gunzip(coded) == plain)
    }

    @Test(arguments: [("/short", "gzip"), ("/long", "gzip;q=0"), ("/long", "br"), ("/long", "")])
    func `what is short, or refused, is not`(path: String, accepted: String) async throws {
        try await onLoop {
            let answer = try await InMemoryAPI(Self.endpoints).ask(
                "GET", path, token: nil, headers: ["Accept-Encoding: \(accepted)"])
            #expect(answer.header("Content-Encoding") == nil)
            #expect(answer.text.hasPrefix(#"{"success":true"#))
        }
    }
}
