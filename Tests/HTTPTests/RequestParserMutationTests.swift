import TestSupport
import Testing

@testable import HTTP

/// Broken requests by the thousand: nothing crashes, and how they are cut makes no difference.
@Suite struct RequestParserMutationTests {
    @Test(arguments: 1...8)
    func `mutated requests mean the same however they come`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1500 {
            let text = mutant(&random)
            let whole = ParsedRequests([text])
            let pieces = cut(text, &random)
            if ParsedRequests(pieces) != whole { Issue.record("\(pieces)") }
            if whole.requests.contains(where: isSuspicious) { Issue.record("\(text) \(whole)") }
        }
    }

    /// A request, or two, with some bytes changed, left out, doubled or exchanged for those that matter.
    private func mutant(_ random: inout SeededGenerator) -> [UInt8] {
        let samples = RequestSamples.good + RequestSamples.bad.map(\.text)
        var text = samples.randomElement(using: &random).map(\.latin1) ?? []
        text += samples.randomElement(using: &random).map(\.latin1) ?? []
        let special = Array("\r\n\t :;,%/?#\"\\0059afAF\u{0}\u{7F}".utf8) + [0x80, 0xFF]
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<text.count, using: &random)
            let byte = special.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<4, using: &random) {
            case 0: text[place] = byte
            case 1: text.insert(byte, at: place)
            case 2 where text.count > 1: text.remove(at: place)
            default: text.insert(text[place], at: place)
            }
        }
        return text
    }

    private func cut(_ text: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = text[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...max(1, rest.count / 2), using: &random)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }

    /// What no accepted request may show to anything behind the parser.
    private func isSuspicious(_ request: ParsedRequests.Request) -> Bool {
        let control = { (scalar: Unicode.Scalar) in
            (scalar.value < 0x20 && scalar != "\t") || scalar.value == 0x7F
        }
        return request.path.unicodeScalars.contains { $0.value <= 0x20 || $0.value >= 0x7F }
            || request.headers.contains { $0.unicodeScalars.contains(where: control) }
            || request.headers.filter { $0.hasPrefix("host:") }.count > 1
            || request.headers.contains { $0.hasPrefix("content-length:") }
                && request.headers.contains { $0.hasPrefix("transfer-encoding:") }
    }
}
