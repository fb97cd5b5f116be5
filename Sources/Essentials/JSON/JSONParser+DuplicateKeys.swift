import Glibc

/// Detecting duplicate keys.
extension JSONParser {
    /// Throws if an object that was read completely has a key twice. Escapes are resolved by then, so
    /// `"a"` and `"\u0061"` are the same.
    @inline(__always) func refuseDuplicateKeys(
        of object: Int, table: inout Scratch<UInt32>
    ) throws(JSONError) {
        let members = tape.nodes[object].length
        if members == 1 { return }
        let duplicate =
            members <= 8
            ? duplicateByComparing(from: object + 1)
            : duplicateByHashing(from: object + 1, count: Int(members), table: &table)
        guard let duplicate else { return }
        throw JSONError(reason: .duplicateKey, offset: Int(tape.nodes[duplicate].next))
    }

    /// Compares each key with all before it, which is fastest for the few keys of usual objects.
    private func duplicateByComparing(from first: Int) -> Int? {
        var key = nextKey(after: first)
        while key < count {
            var earlier = first
            while earlier < key {
                if isSameKey(earlier, key) { return key }
                earlier = nextKey(after: earlier)
            }
            key = nextKey(after: key)
        }
        return nil
    }

    /// Uses a hash table, so the time is linear. The hash is the standard library's, randomly keyed, so
    /// a client can't send keys that collide.
    private func duplicateByHashing(
        from first: Int, count members: Int, table: inout Scratch<UInt32>
    ) -> Int? {
        let mask = (members * 2).roundedUpToPowerOfTwo - 1
        table.reserve(mask + 1)
        table.start.update(repeating: 0, count: mask + 1)
        var key = first
        while key < count {
            var slot = hash(ofKey: key) & mask
            while table.start[slot] != 0 {
                if isSameKey(Int(table.start[slot]), key) { return key }
                slot = (slot + 1) & mask
            }
            table.start[slot] = UInt32(truncatingIfNeeded: key)
            key = nextKey(after: key)
        }
        return nil
    }

    private func hash(ofKey key: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: tape.text(tape.nodes[key]))
        return hasher.finalize()
    }

    @inline(__always) private func nextKey(after key: Int) -> Int {
        Int(tape.nodes[key + 1].next)
    }

    @inline(__always) private func isSameKey(_ left: Int, _ right: Int) -> Bool {
        tape.nodes[left].length == tape.nodes[right].length
            && areEqual(tape.text(tape.nodes[left]), tape.text(tape.nodes[right]))
    }
}

/// Whether two ranges of the same length hold the same bytes.
func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return memcmp(first, second, left.count) == 0
}

extension Int {
    /// The power of two that is at least the number, for numbers of at least 1.
    var roundedUpToPowerOfTwo: Int {
        1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}
