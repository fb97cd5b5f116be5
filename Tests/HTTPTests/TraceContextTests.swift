import Testing

@testable import HTTP

@Suite struct TraceContextTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private func context(_ header: String) -> TraceContext? {
        Array(header.utf8).withUnsafeBytes { TraceContext(header: $0) }
    }

    @Test func `a trace is passed on with a span of our own`() throws {
        let trace = try #require(context(Self.parent))
        #expect(trace.id == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(
            trace.header(span: 0xAB)
                == "00-4bf92f3577b34da6a3ce929d0e0e4736-00000000000000ab-01")
    }

    private static let zeros = String(repeating: "0", count: 32)
    private static let malformed: [String] = [
        "", "00", parent.uppercased(), "\(parent)x", "\(parent)-x", "\(parent.dropLast())",
        "ff\(parent.dropFirst(2))", "00-\(zeros)\(parent.dropFirst(35))",
        "\(parent.prefix(36))\(zeros.prefix(16))-01", "00_\(parent.dropFirst(3))",
    ]

    @Test(arguments: malformed)
    func `a malformed trace is none`(header: String) {
        #expect(context(header) == nil)
    }

    @Test func `a later version's trace may say more`() {
        #expect(context("01" + Self.parent.dropFirst(2) + "-more") != nil)
    }
}
