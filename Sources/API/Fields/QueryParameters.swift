import Essentials

/// A query string, taken apart and percent-decoded (`+` is a space) into one buffer that's used again.
package final class QueryParameters {
    /// How many parameters a query may have.
    package static let maximumCount = 100

    private var decoded: UnsafeMutableRawBufferPointer
    private var entries: [Entry] = []

    struct Entry {
        var name: Range<Int>
        var value: Range<Int>
        var isRepeated = false
    }

    init() {
        decoded = .allocate(byteCount: 1024, alignment: 1)
        entries.reserveCapacity(16)
    }

    deinit {
        decoded.deallocate()
    }

    /// Takes a query string apart; what the one before gave is gone.
    func read(_ query: UnsafeRawBufferPointer?) throws(Fault) {
        entries.removeAll(keepingCapacity: true)
        guard let query, !query.isEmpty else { return }
        reserve(query.count)
        var written = 0
        for part in query.split(separator: UInt8(ascii: "&")) {
            guard entries.count < Self.maximumCount else { throw .query(.tooMany) }
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            let name = try decode(part[..<(equals ?? part.endIndex)], at: &written)
            let value = try decode(part[(equals.map { $0 + 1 } ?? part.endIndex)...], at: &written)
            append(Entry(name: name, value: value))
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    func find(_ name: String) -> Entry? {
        entries.first { bytes($0.name).elementsEqual(name.utf8) }
    }

    func value(_ entry: Entry) -> UnsafeRawBufferPointer {
        bytes(entry.value)
    }

    private func append(_ entry: Entry) {
        let name = bytes(entry.name)
        if let place = entries.firstIndex(where: { bytes($0.name).elementsEqual(name) }) {
            entries[place].isRepeated = true
        } else {
            entries.append(entry)
        }
    }

    private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: decoded[range])
    }

    /// Decoding never lengthens, so the query's own length is always enough.
    private func reserve(_ count: Int) {
        guard decoded.count < count else { return }
        decoded.deallocate()
        decoded = .allocate(byteCount: count, alignment: 1)
    }

    private func decode(
        _ part: Slice<UnsafeRawBufferPointer>, at written: inout Int
    ) throws(Fault) -> Range<Int> {
        let source = UnsafeRawBufferPointer(rebasing: part)
        let target = UnsafeMutableRawBufferPointer(rebasing: decoded[written...])
        guard let count = PercentEncoding.decode(source, into: target, plusIsSpace: true) else {
            throw .query(.badEscape)
        }
        let range = written..<(written + count)
        guard UTF8Check.isValid(bytes(range)) else { throw .query(.notUTF8) }
        written += count
        return range
    }
}
