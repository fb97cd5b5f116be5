/// The path parameters of the request that is being read, percent-decoded into one buffer that's used again.
package final class PathCaptures {
    private var decoded: [UInt8] = []
    private var segments: [(name: String, bytes: Range<Int>)] = []

    func reset() {
        segments.removeAll(keepingCapacity: true)
        decoded.removeAll(keepingCapacity: true)
    }

    /// Keeps one segment under its parameter's name.
    /// - Returns: false where the segment can name nothing: it's empty, badly encoded, no UTF-8 or has a U+0000.
    func add(_ name: String, _ segment: UnsafeRawBufferPointer) -> Bool {
        guard !segment.isEmpty, let bytes = PercentEncoding.decoded(segment),
            !bytes.contains(0), bytes.withUnsafeBytes(UTF8Check.isValid)
        else { return false }
        segments.append((name, decoded.count..<(decoded.count + bytes.count)))
        decoded += bytes
        return true
    }

    func text(_ name: String) -> String? {
        segments.first { $0.name == name }.map {
            String(decoding: decoded[$0.bytes], as: UTF8.self)
        }
    }
}
