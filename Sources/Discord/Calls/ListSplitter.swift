/// Finds the elements of a JSON array whose text comes in pieces. What an element holds is for a reader of JSON to check.
struct ListSplitter {
    private var text: [UInt8] = []
    private var scan = Scan()

    /// Far more than any element of Discord's.
    static let longestElement = 1 << 20

    /// How far the text has been looked at.
    fileprivate struct Scan {
        enum Place { case before, within, after, broken }

        var place = Place.before
        /// Of the element, in the text that is kept.
        var start = 0
        var position = 0
        var depth = 0
        var isInString = false
        var isEscaped = false
        var isFirst = true
    }

    /// Whether some of the text hasn't been looked at.
    var hasMore: Bool { unread > 0 }
    /// How many bytes haven't been looked at.
    var unread: Int { scan.place == .broken ? 0 : text.count - scan.position }
    /// Whether the text was one whole array.
    var isWhole: Bool { scan.place == .after && !hasMore }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard scan.place != .broken else { return }
        text.append(contentsOf: bytes)
    }

    /// Looks at the next bytes.
    /// - Parameters:
    ///   - count: how many at most.
    ///   - read: takes an element's text; false: it can't be read, which breaks the list.
    mutating func split(_ count: Int, _ read: (UnsafeRawBufferPointer) -> Bool) {
        guard scan.place != .broken else { return }
        var scan = scan
        text.withUnsafeBytes { all in
            let end = min(all.count, scan.position + count)
            while scan.position < end, scan.place != .broken {
                if let range = scan.step(all[scan.position]) {
                    let isRead = read(UnsafeRawBufferPointer(rebasing: all[range]))
                    if !isRead { scan.place = .broken }
                }
            }
        }
        if scan.position - scan.start > Self.longestElement { scan.place = .broken }
        self.scan = scan
        drop()
    }

    /// Lets go of what has been read; only when it's much, since the rest moves.
    private mutating func drop() {
        if scan.place == .broken {
            text = []
            return
        }
        guard scan.start == text.count || scan.start > text.count / 2 else { return }
        text.removeSubrange(..<scan.start)
        scan.position -= scan.start
        scan.start = 0
    }
}

extension ListSplitter.Scan {
    /// Takes the next byte. Gives where an element lies that ends before it.
    fileprivate mutating func step(_ byte: UInt8) -> Range<Int>? {
        position += 1
        switch place {
        case .within: return stepWithin(byte)
        case .before where byte == UInt8(ascii: "["): place = .within
        case .before, .after:
            if !Self.isSpace(byte) { place = .broken }
        case .broken: break
        }
        start = position
        return nil
    }

    private mutating func stepWithin(_ byte: UInt8) -> Range<Int>? {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            return nil
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ","), UInt8(ascii: "]"):
            if depth == 0 { return endElement(byte) }
            if byte == UInt8(ascii: "]") { depth -= 1 }
        case UInt8(ascii: "}"):
            depth -= 1
            if depth < 0 { place = .broken }
        default:
            // White space before an element is none of it, so that `[ ]` has none.
            if start == position - 1, Self.isSpace(byte) { start = position }
        }
        return nil
    }

    private mutating func endElement(_ byte: UInt8) -> Range<Int>? {
        let range = start..<(position - 1)
        let isLast = byte == UInt8(ascii: "]")
        if isLast { place = .after }
        if range.isEmpty, !(isFirst && isLast) { place = .broken }
        start = position
        isFirst = false
        return range.isEmpty ? nil : range
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
