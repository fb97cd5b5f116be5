extension PatternAutomaton {
    /// - Parameters:
    ///   - patterns: none is empty.
    ///   - mostStates: for tests.
    init(_ patterns: [[UInt8]], mostStates: Int = mostStates) {
        let whole = Builder(patterns, depth: .max, mostStates: mostStates)
        let builder =
            whole
            ?? Builder(
                patterns, depth: Self.depth(of: patterns, in: mostStates), mostStates: .max)
        self = builder?.automaton ?? PatternAutomaton()
        self.patterns = patterns
    }

    /// How many bytes of each pattern certainly make no more states than that; one at least.
    private static func depth(of patterns: [[UInt8]], in mostStates: Int) -> Int {
        var (low, high) = (1, mostStates)
        while low < high {
            let middle = (low + high + 1) / 2
            let states = patterns.reduce(0) { $0 + min($1.count, middle) }
            if states < mostStates { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private init() { patterns = [] }

    /// What is only needed while it's made.
    private struct Builder {
        var automaton = PatternAutomaton()
        /// Of each state: the state before, and how many bytes lead to it.
        private var parents: [UInt32] = [0]
        private var depths: [UInt32] = [0]
        private var bytes: [UInt8] = [0]

        /// Nil where there would be too many states.
        init?(_ patterns: [[UInt8]], depth: Int, mostStates: Int) {
            for (number, pattern) in patterns.enumerated() {
                add(pattern.prefix(depth), number)
                if automaton.states.count > mostStates { return nil }
            }
            linkFallbacks()
        }

        private mutating func add(_ pattern: ArraySlice<UInt8>, _ number: Int) {
            var state: UInt32 = 0
            for byte in pattern { state = step(from: state, byte) }
            let end = automaton.states[Int(state)].end
            if end >= 0 {
                automaton.ends[Int(end)].patterns.append(Int32(number))
            } else {
                automaton.states[Int(state)].end = Int32(automaton.ends.count)
                automaton.ends.append(
                    End(length: Int(depths[Int(state)]), patterns: [Int32(number)]))
            }
        }

        private mutating func step(from state: UInt32, _ byte: UInt8) -> UInt32 {
            if let known = child(of: state, byte) { return known }
            let made = UInt32(automaton.states.count)
            let follows = state != 0 && made == state + 1
            automaton.states.append(State(label: follows ? UInt16(byte) | 0x100 : 0))
            if !follows { automaton.branches.insert(state, byte, leadingTo: made) }
            parents.append(state)
            depths.append(depths[Int(state)] + 1)
            bytes.append(byte)
            return made
        }

        private func child(of state: UInt32, _ byte: UInt8) -> UInt32? {
            automaton.states.withUnsafeBufferPointer { automaton.child(of: state, byte, $0) }
        }

        /// From the shortest beginnings on, since a fallback is shorter than what falls back to it.
        private mutating func linkFallbacks() {
            for state in inOrderOfDepth() where state != 0 {
                let fallback = fallback(of: state)
                automaton.states[state].fallback = fallback
                let target = automaton.states[Int(fallback)]
                automaton.states[state].nextEnd = target.end >= 0 ? fallback : target.nextEnd
            }
        }

        private func fallback(of state: Int) -> UInt32 {
            var candidate = parents[state]
            while candidate != 0 {
                candidate = automaton.states[Int(candidate)].fallback
                if let child = child(of: candidate, bytes[state]) { return child }
            }
            return 0
        }

        private func inOrderOfDepth() -> [Int] {
            var starts = [Int](repeating: 0, count: Int(depths.max() ?? 0) + 2)
            for depth in depths { starts[Int(depth) + 1] += 1 }
            for depth in 1..<starts.count { starts[depth] += starts[depth - 1] }
            var order = [Int](repeating: 0, count: depths.count)
            for (state, depth) in depths.enumerated() {
                order[starts[Int(depth)]] = state
                starts[Int(depth)] += 1
            }
            return order
        }
    }
}
