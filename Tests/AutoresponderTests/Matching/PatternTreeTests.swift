import TestSupport
import Testing

@testable import Autoresponder

struct PatternTreeTests {
    private func found(_ patterns: [String], in text: String) -> [Int] {
        var tree = PatternTree()
        for (number, pattern) in patterns.enumerated() {
            tree.insert(Array(pattern.utf8), Int32(number))
        }
        var nodes: Set<Int> = []
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            for start in bytes.indices {
                _ = tree.walk(bytes, from: start) { node, _ in nodes.insert(node) }
            }
        }
        return nodes.flatMap { tree.patterns(at: $0) }.map(Int.init).sorted()
    }

    @Test func `patterns within patterns are all found, each once`() {
        #expect(found(["he", "she", "his", "hers", "e"], in: "ushers she") == [0, 1, 3, 4])
        #expect(found(["a", "aa", "aaa", "aaab"], in: "aaaaa") == [0, 1, 2])
        #expect(found(["abc", "abc", "bc"], in: "xabc") == [0, 1, 2])
        #expect(found([], in: "abc") == [])
        #expect(found(["abc"], in: "") == [])
    }

    @Test func `patterns of one long beginning differ by their ends`() {
        let beginning = String(repeating: "a", count: 100)
        let patterns = [beginning + "b", beginning + "c", beginning, beginning + "ab"]
        #expect(found(patterns, in: beginning + "b") == [0, 2])
        #expect(found(patterns, in: "a" + beginning + "c") == [1, 2])
        #expect(found(patterns, in: "aa" + beginning + "b") == [0, 2, 3])
        #expect(found(patterns, in: String(beginning.dropLast())) == [])
    }

    /// Over few letters patterns overlap as much as they can.
    @Test(arguments: 0..<40)
    func `it finds what a plain search finds`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed) &* 0x9E37_79B9 + 1)
        func word(_ longest: Int) -> String {
            String(
                (0...Int.random(in: 0..<longest, using: &random)).map { _ in
                    "abc".randomElement(using: &random) ?? "a"
                })
        }
        let patterns = (0..<Int.random(in: 1...60, using: &random)).map { _ in word(6) }
        let text = word(80)
        let expected = patterns.indices.filter { Self.contains(patterns[$0], text) }
        #expect(found(patterns, in: text) == expected)
    }

    private static func contains(_ pattern: String, _ text: String) -> Bool {
        let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
        guard pattern.count <= text.count else { return false }
        return (0...(text.count - pattern.count)).contains { start in
            text[start..<(start + pattern.count)].elementsEqual(pattern)
        }
    }
}
