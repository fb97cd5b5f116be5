import Testing

@testable import Autoresponder

struct PatternAutomatonTests {
    private func found(
        _ patterns: [String], in text: String, mostStates: Int = PatternAutomaton.mostStates
    ) -> [Int] {
        let automaton = PatternAutomaton(patterns.map { Array($0.utf8) }, mostStates: mostStates)
        var found: [Int] = []
        Array(text.utf8).withUnsafeBufferPointer { automaton.search($0) { found.append($0) } }
        return found.sorted()
    }

    @Test func `patterns within patterns are all found, each once`() {
        #expect(found(["he", "she", "his", "hers", "e"], in: "ushers she") == [0, 1, 3, 4])
        #expect(found(["a", "aa", "aaa", "aaab"], in: "aaaaa") == [0, 1, 2])
        #expect(found(["abc", "abc", "bc"], in: "xabc") == [0, 1, 2])
        #expect(found([], in: "abc") == [])
        #expect(found(["abc"], in: "") == [])
    }

    @Test func `a pattern that goes on beyond what the automaton knows is compared whole`() {
        let beginning = String(repeating: "a", count: 100)
        let patterns = [beginning + "b", beginning + "c", beginning, beginning + "ab"]
        for mostStates in [4, 20, 50, 103, 104, 1000] {
            func found(_ text: String) -> [Int] {
                self.found(patterns, in: text, mostStates: mostStates)
            }
            #expect(found(beginning + "b") == [0, 2])
            #expect(found("a" + beginning + "c") == [1, 2])
            #expect(found("aa" + beginning + "b") == [0, 2, 3])
            #expect(found(String(beginning.dropLast())) == [])
        }
    }

    /// Over few letters patterns overlap as much as they can.
    @Test(arguments: 0..<40)
    func `it finds what a plain search finds`(seed: Int) {
        var random = Xorshift(state: UInt64(seed) &* 0x9E37_79B9 + 1)
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
        #expect(found(patterns, in: text, mostStates: patterns.count * 2) == expected)
    }

    private static func contains(_ pattern: String, _ text: String) -> Bool {
        let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
        guard pattern.count <= text.count else { return false }
        return (0...(text.count - pattern.count)).contains { start in
            text[start..<(start + pattern.count)].elementsEqual(pattern)
        }
    }
}

/// The same numbers for the same seed.
struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
