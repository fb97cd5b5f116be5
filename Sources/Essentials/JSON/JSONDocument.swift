/// A strict, reusable JSON parser (RFC 8259).
///
/// It parses in place to a flat tape. Once its memory has grown to the size of usual texts, parsing
/// allocates nothing; memory for an unusually large text is freed with the next one.
package final class JSONDocument {
    private let maximumDepth: Int
    private var nodes: Scratch<JSONNode>
    private var unescaped: Scratch<UInt8>
    private var keyTable = Scratch<UInt32>(keeping: 4096)
    private let stack: UnsafeMutablePointer<UInt32>
    private var tape: JSONTape

    /// - Parameter maximumDepth: how deep arrays and objects may be nested, at least 1.
    package init(maximumDepth: Int = 64) {
        self.maximumDepth = max(maximumDepth, 1)
        nodes = Scratch(keeping: 4096)
        unescaped = Scratch(keeping: 65_536)
        stack = .allocate(capacity: self.maximumDepth)
        tape = JSONTape(
            nodes: nodes.start, source: UnsafePointer(unescaped.start), unescaped: unescaped.start)
        clear()
    }

    deinit { stack.deallocate() }

    /// Parses the text. Values of an earlier parse must not be used any more, and values of this one
    /// only while the bytes are alive.
    ///
    /// Beyond the grammar it requires UTF-8 without byte order mark, no lone surrogates, no key
    /// twice in an object (however written), and the depth. After an error the root is null.
    package func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
        guard bytes.count <= Int(Int32.max) else {
            clear()
            throw JSONError(reason: .tooLarge, offset: 0)
        }
        // A value takes a byte, and a comma or a colon stands between values, except for the
        // first in a container; so a text holds at most this many nodes.
        nodes.reserve(bytes.count / 2 + maximumDepth + 2)
        unescaped.reserve(bytes.count + 1)
        tape = JSONTape(
            nodes: nodes.start,
            source: bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) }
                ?? UnsafePointer(unescaped.start),
            unescaped: unescaped.start)
        var parser = JSONParser(
            tape: tape, end: bytes.count, stack: stack, maximumDepth: maximumDepth)
        do {
            try parser.parse(keyTable: &keyTable)
        } catch {
            clear()
            throw error
        }
    }

    /// The parsed value: null before the first parse and after a failed one.
    package var root: JSONValue { JSONValue(document: self, tape: tape, index: 0) }

    private func clear() {
        tape.nodes[0] = JSONNode(offset: 0, length: 0, next: 1, kind: .null)
    }
}

/// Uninitialised memory for `T`, which grows on demand and shrinks again after large texts.
struct Scratch<T: BitwiseCopyable>: ~Copyable {
    private(set) var start: UnsafeMutablePointer<T>
    private(set) var capacity: Int
    private let kept: Int

    /// - Parameter kept: the number of elements whose memory is always kept.
    init(keeping kept: Int) {
        self.kept = kept
        capacity = 64
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    /// Makes room for `count` elements; the old content is lost.
    mutating func reserve(_ count: Int) {
        let isWasteful = capacity > kept && count <= kept
        guard count > capacity || isWasteful else { return }
        start.deallocate()
        capacity = max(count, min(count * 2, kept))
        start = .allocate(capacity: capacity)
    }
}
