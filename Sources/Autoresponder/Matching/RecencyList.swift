/// A dictionary in the order of last use (LRU).
struct RecencyList<Key: Hashable, Value> {
    private var nodes: [Key: Node] = [:]
    private var newest: Node?
    private var oldest: Node?

    private final class Node {
        let key: Key
        let value: Value
        var newer: Node?
        // The chain of `newer` owns the nodes.
        weak var older: Node?

        init(_ key: Key, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    var count: Int { nodes.count }

    /// The value of a key, which becomes the most recently used.
    mutating func use(_ key: Key) -> Value? {
        guard let node = nodes[key] else { return nil }
        if node !== newest {
            unlink(node)
            append(node)
        }
        return node.value
    }

    /// - Precondition: the key has no value.
    mutating func insert(_ value: Value, for key: Key) {
        let node = Node(key, value)
        nodes[key] = node
        append(node)
    }

    mutating func remove(_ key: Key) -> Value? {
        guard let node = nodes.removeValue(forKey: key) else { return nil }
        unlink(node)
        return node.value
    }

    mutating func removeOldest() -> Value? {
        oldest.flatMap { remove($0.key) }
    }

    private mutating func append(_ node: Node) {
        node.older = newest
        newest?.newer = node
        newest = node
        if oldest == nil { oldest = node }
    }

    private mutating func unlink(_ node: Node) {
        node.older?.newer = node.newer
        node.newer?.older = node.older
        if node === newest { newest = node.older }
        if node === oldest { oldest = node.newer }
        (node.older, node.newer) = (nil, nil)
    }
}
