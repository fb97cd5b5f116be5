import CPostgres

/// A statement's rows, in the memory libpq received them in; freed with the last reference.
///
/// @unchecked: libpq's result is never changed after it has arrived, and is freed once.
package final class Rows: @unchecked Sendable {
    package let count: Int
    let result: OpaquePointer

    /// Takes over the result and frees it in the end.
    init(taking result: OpaquePointer) {
        self.result = result
        self.count = Int(PQntuples(result))
    }

    deinit {
        PQclear(result)
    }

    package var isEmpty: Bool { count == 0 }

    package var columnCount: Int { Int(PQnfields(result)) }

    package var first: Row? { count > 0 ? self[0] : nil }

    package subscript(index: Int) -> Row {
        precondition(index >= 0 && index < count, "there is no row \(index) of \(count)")
        return Row(rows: self, index: Int32(truncatingIfNeeded: index))
    }

    /// How many rows an INSERT, UPDATE, DELETE or SELECT touched; 0 for other statements.
    package var affectedCount: Int {
        guard let text = PQcmdTuples(result) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// What the server says it did, such as "COMMIT" or "INSERT 0 1".
    package var commandTag: String {
        PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    func columnName(_ column: Int) -> String {
        PQfname(result, Int32(column)).map { String(cString: $0) } ?? "\(column)"
    }
}

extension Rows: Sequence {
    package struct Iterator: IteratorProtocol {
        let rows: Rows
        var index = 0

        package mutating func next() -> Row? {
            guard index < rows.count else { return nil }
            defer { index += 1 }
            return rows[index]
        }
    }

    package func makeIterator() -> Iterator { Iterator(rows: self) }
}
