import Testing

@testable import HTTP

/// However a request is cut into pieces, the same comes out.
@Suite struct RequestParserSplitTests {
    private static let texts = (RequestSamples.good + RequestSamples.bad.map(\.text)).map(\.latin1)

    @Test func `byte by byte`() {
        for text in Self.texts {
            #expect(ParsedRequests(text.map { [$0] }) == ParsedRequests([text]))
        }
    }

    @Test func `cut once, anywhere`() {
        for text in Self.texts {
            let whole = ParsedRequests([text])
            for cut in text.indices {
                let pieces = [Array(text[..<cut]), Array(text[cut...])]
                #expect(ParsedRequests(pieces) == whole, "at \(cut)")
            }
        }
    }

    @Test func `cut twice, anywhere`() {
        for text in Self.texts where text.count < 75 {
            let whole = ParsedRequests([text])
            for first in text.indices {
                for second in first..<text.count {
                    let pieces = [text[..<first], text[first..<second], text[second...]]
                    if ParsedRequests(pieces.map(Array.init)) != whole {
                        Issue.record("cut at \(first) and \(second)")
                    }
                }
            }
        }
    }
}
