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
        guard range.count == path.count else { return false }
        return bytes.withUnsafeBytes { $0[range].elementsEqual(path) }
    }

    /// FNV-1a.
    private static func hash(_ path: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in path {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
