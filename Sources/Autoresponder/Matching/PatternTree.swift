import Glibc

/// Byte patterns as a radix tree: patterns share their common prefixes, so that a walk along a text compares each prefix
/// once.
struct PatternTree {
    /// The node's edge from its parent is a range of `bytes`, empty only for the root.
    private struct Node {
        var start: Int
        var length: Int
        /// The patterns that end here.
        var patterns: [Int32] = []
    }

    private var nodes = [Node(start: 0, length: 0)]
    private var branches = BranchTable()
    private var bytes: [UInt8] = []

    var isEmpty: Bool { nodes.count == 1 }

    /// The approximate memory use, in bytes.
    var size: Int { bytes.capacity + nodes.count * 72 + branches.size }

    /// - Parameter pattern: not empty.
    mutating func insert(_ pattern: [UInt8], _ number: Int32) {
        var (node, position) = (0, 0)
        while position < pattern.count {
            guard let next = branches[UInt32(node), pattern[position]] else {
                node = addLeaf(pattern[position...], to: node)
                break
            }
            let shared = commonLength(of: Int(next), pattern, at: position)
            if shared < nodes[Int(next)].length {
                node = split(Int(next), after: shared, below: node)
            } else {
                node = Int(next)
            }
            position += shared
        }
        nodes[node].patterns.append(number)
    }

    private mutating func addLeaf(_ rest: ArraySlice<UInt8>, to node: Int) -> Int {
        branches.set(UInt32(node), rest[rest.startIndex], leadingTo: UInt32(nodes.count))
        nodes.append(Node(start: bytes.count, length: rest.count))
        bytes.append(contentsOf: rest)
        return nodes.count - 1
    }

    /// Inserts a node into the edge that leads to `node`.
    private mutating func split(_ node: Int, after length: Int, below parent: Int) -> Int {
        let (made, start) = (nodes.count, nodes[node].start)
        nodes.append(Node(start: start, length: length))
        nodes[node].start += length
        nodes[node].length -= length
        branches.set(UInt32(parent), bytes[start], leadingTo: UInt32(made))
        branches.set(UInt32(made), bytes[start + length], leadingTo: UInt32(node))
        return made
    }

    private func commonLength(of node: Int, _ pattern: [UInt8], at position: Int) -> Int {
        let (start, most) = (
            nodes[node].start, min(nodes[node].length, pattern.count - position)
        )
        var length = 0
        while length < most, bytes[start + length] == pattern[position + length] { length += 1 }
        return length
    }

    /// Follows the text from a place on as far as any pattern matches.
    /// - Parameter found: called with each node where patterns end, and the place in the text.
    /// - Returns: the work done, in units of ``WorkMeter``.
    func walk(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, found: (Int, Int) -> Void
    ) -> Int {
        var (node, position, work) = (0, start, 1)
        while position < text.count, let next = branches[UInt32(node), text[position]] {
            node = Int(next)
            let length = nodes[node].length
            work += 2 + length / 64
            guard length <= text.count - position, stands(node, text, at: position) else { break }
            position += length
            if !nodes[node].patterns.isEmpty { found(node, position) }
        }
        return work
    }

    /// Whether the node's edge matches the text, which is long enough.
    private func stands(
        _ node: Int, _ text: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> Bool {
        let (start, length) = (nodes[node].start, nodes[node].length)
        // The lookup has compared the first byte.
        if length == 1 { return true }
        guard let text = text.baseAddress else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { memcmp($0 + start, text + position, length) == 0 } ?? false
        }
    }

    /// The numbers of the patterns that end at a node.
    func patterns(at node: Int) -> [Int32] { nodes[node].patterns }

    var nodeCount: Int { nodes.count }
}
