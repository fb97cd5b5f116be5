/// The edges of a ``PatternTree``, by node and first byte: a hash table with open addressing.
struct BranchTable {
    /// Node and byte, plus 1, so that 0 marks a free slot; and the edges' targets.
    private var keys: [UInt64] = []
    private var targets: [UInt32] = []
    private var count = 0
    /// The root's edges, which are looked up most.
    private var fromRoot = [UInt32](repeating: 0, count: 256)

    subscript(node: UInt32, byte: UInt8) -> UInt32? {
        if node == 0 {
            let target = fromRoot[Int(byte)]
            return target == 0 ? nil : target
        }
        guard count > 0 else { return nil }
        let key = Self.key(node, byte)
        var place = slot(of: key)
        while keys[place] != 0 {
            if keys[place] == key { return targets[place] }
            place = (place + 1) & (keys.count - 1)
        }
        return nil
    }

    /// Replaces an existing edge.
    mutating func set(_ node: UInt32, _ byte: UInt8, leadingTo target: UInt32) {
        if node == 0 {
            fromRoot[Int(byte)] = target
            return
        }
        if count * 2 >= keys.count { grow() }
        put(Self.key(node, byte), target)
    }

    private mutating func put(_ key: UInt64, _ target: UInt32) {
        var place = slot(of: key)
        while keys[place] != 0, keys[place] != key { place = (place + 1) & (keys.count - 1) }
        if keys[place] == 0 { count += 1 }
        keys[place] = key
        targets[place] = target
    }

    private mutating func grow() {
        let (oldKeys, oldTargets) = (keys, targets)
        let size = max(64, keys.count * 2)
        keys = Array(repeating: 0, count: size)
        targets = Array(repeating: 0, count: size)
        count = 0
        for (key, target) in zip(oldKeys, oldTargets) where key != 0 { put(key, target) }
    }

    private static func key(_ node: UInt32, _ byte: UInt8) -> UInt64 {
        (UInt64(node) << 8 | UInt64(byte)) + 1
    }

    /// Fibonacci hashing: the upper bits of the product spread neighbouring keys.
    private func slot(of key: UInt64) -> Int {
        Int((key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
    }

    var size: Int { keys.count * 12 + 1024 }
}
