import Glibc

/// Paths without parameters, found by one hash: an open-addressed table over flat arrays, made once.
struct PathTable: Sendable {
    private let bytes: [UInt8]
    private let ranges: [Range<Int>]
    /// A path's number, or -1; a power of two of them, at most a quarter taken.
    private let slots: [Int16]

    /// - Parameter paths: all different; their places are the numbers given back.
    init(_ paths: [String]) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        var capacity = 16
        while capacity < 4 * paths.count { capacity *= 2 }
        var slots = [Int16](repeating: -1, count: capacity)
        for (number, path) in paths.enumerated() {
            let utf8 = Array(path.utf8)
            ranges.append(bytes.count..<(bytes.count + utf8.count))
            bytes += utf8
            var slot = utf8.withUnsafeBytes(Self.hash) & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int16(number)
        }
        (self.bytes, self.ranges, self.slots) = (bytes, ranges, slots)
    }

    /// The number of a path, or nil.
    func find(_ path: UnsafeRawBufferPointer) -> Int? {
        var slot = Self.hash(path) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if matches(number, path) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func matches(_ number: Int, _ path: UnsafeRawBufferPointer) -> Bool {
        let range = ranges[number]
        guard range.count == path.count, let start = path.baseAddress else { return range.isEmpty }
        return bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map { memcmp($0 + range.lowerBound, start, range.count) == 0 }
                ?? false
        }
    }

    /// As FNV-1a, eight bytes at a time.
    private static func hash(_ path: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(path.count)
        var place = 0
        while place + 8 <= path.count {
            mix(path.loadUnaligned(fromByteOffset: place, as: UInt64.self), into: &hash)
            place += 8
        }
        while place < path.count {
            mix(UInt64(path[place]), into: &hash)
            place += 1
        }
        return Int(truncatingIfNeeded: hash)
    }

    @inline(__always)
    private static func mix(_ word: UInt64, into hash: inout UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
    }
}
