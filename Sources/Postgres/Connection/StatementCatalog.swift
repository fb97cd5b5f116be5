import EventLoop

/// Numbers the statements of the process, so that each connection knows by a small number what it
/// has prepared.
///
/// Texts are constants (``SQL``), so their number is bounded.
@LoopActor
final class StatementCatalog {
    static let shared = StatementCatalog()

    private struct Entry {
        let number: Int
        let types: [SQLType]

        func fits(_ values: [SQLValue]) -> Bool {
            guard values.count == types.count else { return false }
            return values.indices.allSatisfy { values[$0].type == types[$0] }
        }
    }

    private var entries: [StatementText: [Entry]] = [:]
    private var count = 0

    /// The number of this text with these types of parameters.
    func number(of statement: BoundStatement) -> Int {
        let text = StatementText(text: statement.text)
        if let known = entries[text]?.first(where: { $0.fits(statement.values) }) {
            return known.number
        }
        defer { count += 1 }
        let types = statement.values.map(\.type)
        entries[text, default: []].append(Entry(number: count, types: types))
        return count
    }
}

/// A text whose hash reads a few of its bytes only: statements are long, few, and the same constant
/// each time, which `==` sees without reading.
private struct StatementText: Hashable {
    let text: String

    func hash(into hasher: inout Hasher) {
        hasher.combine(text.utf8.count)
        hasher.combine(text.utf8.withContiguousStorageIfAvailable(Self.sample))
    }

    /// The last bytes, where statements of one length differ soonest.
    private static func sample(_ utf8: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard utf8.count >= 16 else { return 0 }
        let bytes = UnsafeRawBufferPointer(utf8)
        return bytes.loadUnaligned(fromByteOffset: utf8.count - 8, as: UInt64.self)
            ^ bytes.loadUnaligned(fromByteOffset: utf8.count - 16, as: UInt64.self)
    }
}
