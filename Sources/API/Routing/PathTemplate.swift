/// A path with parameters, taken apart: `/counter/{counter_id}`.
package struct PathTemplate: Hashable, Sendable {
    package let segments: [Segment]

    package enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)
    }

    package init(_ path: String) {
        segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            $0.hasPrefix("{") && $0.hasSuffix("}")
                ? .parameter(String($0.dropFirst().dropLast())) : .literal(String($0))
        }
    }

    package var parameters: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// Whether a path as sent is one of these; its parameters are captured.
    func matches(_ path: UnsafeRawBufferPointer, _ captures: PathCaptures) -> Bool {
        captures.begin(path)
        let parts = path.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { segment, part in
            let bytes = UnsafeRawBufferPointer(rebasing: part)
            switch segment {
            case .parameter(let name): return captures.add(name, bytes)
            case .literal(let text):
                return PercentEncoding.decoded(bytes).map { $0.elementsEqual(text.utf8) } ?? false
            }
        }
    }
}
