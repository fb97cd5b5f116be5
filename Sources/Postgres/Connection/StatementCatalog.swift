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
        let utf8 = text.utf8
        hasher.combine(utf8.count)
        for byte in utf8.suffix(24) { hasher.combine(byte) }
    }
}
