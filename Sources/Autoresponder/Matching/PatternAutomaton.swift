import Glibc

/// Finds all of many byte patterns in a text in one pass (Aho and Corasick, 1975): its time doesn't depend on how many
/// patterns there are.
///
/// A state stands for a beginning of patterns. Its next state is most often the one made right after it, as a pattern's
/// bytes follow each other; where several go on from a state, the others are in a table. Where the patterns' beginnings are
/// more than `mostStates`, long ones are known by their first bytes only, and the rest is compared where those are found: that
/// bounds the memory.
struct PatternAutomaton {
    static let mostStates = 1 << 19

    struct State {
        /// The byte that leads here from the state before, with 0x100 where that is how it's reached.
        var label: UInt16
        /// The longest other beginning that ends here too.
        var fallback: UInt32 = 0
        /// The nearest state on the way of fallbacks where a pattern ends, 0: none.
        var nextEnd: UInt32 = 0
        /// The place in `ends` of the patterns that end here; -1: none.
        var end: Int32 = -1
    }

    /// Patterns of the same beginning.
    struct End {
        /// Bytes of the beginning.
        let length: Int
        var patterns: [Int32]
    }

    var states = [State(label: 0)]
    var branches = BranchTable()
    var ends: [End] = []
    var patterns: [[UInt8]]

    /// Calls `found` with the number of each pattern that the text contains, once.
    func search(_ text: UnsafeBufferPointer<UInt8>, found: (Int) -> Void) {
        guard !ends.isEmpty else { return }
        var isFound = [Bool](repeating: false, count: patterns.count)
        // Whether all patterns of an end, and of those along its fallbacks, have been found.
        var isExhausted = [Bool](repeating: false, count: ends.count)
        states.withUnsafeBufferPointer { states in
            var state: UInt32 = 0
            for position in text.indices {
                state = next(of: state, text[position], states)
                let ending = states[Int(state)]
                var end = ending.end >= 0 ? state : ending.nextEnd
                while end != 0 {
                    let (place, following) = (
                        Int(states[Int(end)].end), states[Int(end)].nextEnd
                    )
                    if isExhausted[place] { break }
                    var isDone = true
                    for pattern in ends[place].patterns where !isFound[Int(pattern)] {
                        if stands(pattern, at: position, ends[place].length, text) {
                            isFound[Int(pattern)] = true
                            found(Int(pattern))
                        } else {
                            isDone = false
                        }
                    }
                    isExhausted[place] =
                        isDone
                        && (following == 0 || isExhausted[Int(states[Int(following)].end)])
                    end = following
                }
            }
        }
    }

    /// Whether the whole pattern stands where its beginning has been found.
    private func stands(
        _ pattern: Int32, at position: Int, _ length: Int, _ text: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let bytes = patterns[Int(pattern)]
        guard bytes.count > length else { return true }
        let rest = bytes.count - length
        guard rest <= text.count - position - 1, let base = text.baseAddress else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { memcmp($0 + length, base + position + 1, rest) == 0 } ?? true
        }
    }

    @inline(__always)
    private func next(
        of state: UInt32, _ byte: UInt8, _ states: UnsafeBufferPointer<State>
    ) -> UInt32 {
        var state = state
        while true {
            if let next = child(of: state, byte, states) { return next }
            if state == 0 { return 0 }
            state = states[Int(state)].fallback
        }
    }

    @inline(__always)
    func child(
        of state: UInt32, _ byte: UInt8, _ states: UnsafeBufferPointer<State>
    ) -> UInt32? {
        let following = Int(state) + 1
        if following < states.count, states[following].label == UInt16(byte) | 0x100 {
            return state + 1
        }
        return branches[state, byte]
    }

    /// Roughly the memory it takes.
    var size: Int {
        states.count * MemoryLayout<State>.stride + branches.size + ends.count * 64
            + patterns.reduce(0) { $0 + $1.count + 48 }
    }
}
