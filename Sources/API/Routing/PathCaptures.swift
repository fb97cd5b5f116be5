/// The path parameters of the request that is being read, percent-decoded into one buffer that's used again.
package final class PathCaptures {
    private var decoded = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 1)
    private var used = 0
    private var segments: [(name: String, bytes: Range<Int>)] = []

    deinit {
        decoded.deallocate()
    }

    /// Forgets what was captured, and makes room for the segments of a path.
    func begin(_ path: UnsafeRawBufferPointer) {
        segments.removeAll(keepingCapacity: true)
        used = 0
        guard decoded.count < path.count else { return }
        decoded.deallocate()
        decoded = .allocate(byteCount: path.count, alignment: 1)
    }

    /// Keeps one segment under its parameter's name.
    /// - Returns: false where the segment can name nothing: it's empty, badly encoded, no UTF-8 or has a U+0000.
    func add(_ name: String, _ segment: UnsafeRawBufferPointer) -> Bool {
        let target = UnsafeMutableRawBufferPointer(rebasing: decoded[used...])
        guard !segment.isEmpty,
            let count = PercentEncoding.decode(segment, into: target, plusIsSpace: false)
        else { return false }
        let bytes = UnsafeRawBufferPointer(rebasing: target[..<count])
        guard !bytes.contains(0), UTF8Check.isValid(bytes) else { return false }
        segments.append((name, used..<(used + count)))
        used += count
        return true
    }

    func find(_ name: String) -> UnsafeRawBufferPointer? {
        segments.first { $0.name == name }.map {
            UnsafeRawBufferPointer(rebasing: decoded[$0.bytes])
        }
    }

    /// The first segment, as a text.
    var first: String? {
        segments.first.map { String(decoding: decoded[$0.bytes], as: UTF8.self) }
    }
}
