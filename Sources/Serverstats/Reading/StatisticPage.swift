import Modules

/// The rows that one statement returned.
struct StatisticPage: Sendable {
    let query: StatisticQuery
    let source: RowSource
    let rows: Rows
    /// The number of rows the statement was allowed to scan.
    let limit: Int
    /// The database's time of the first statement. Later rows aren't read: a list would never end.
    let readUntil: Timestamp

    /// The activation under which the rows were read; nil if the module is disabled.
    var enabledAt: Timestamp? { rows.first?.timestamp(1) }

    /// The database's time of the statement, from its first row.
    static func time(of rows: Rows) -> Timestamp? {
        rows.first.map { Timestamp(microseconds: $0.int64(2)) }
    }

    /// The cursor of the next page; nil if this is the last one.
    var nextCursor: Cursor? {
        guard let last = rows.last, rows.count > 1 else { return nil }
        let time = last.timestamp(1)
        let isFull = source.isScan ? last.int(11) == limit : rows.count > limit
        guard isFull, time <= readUntil || source.isOpen else { return nil }
        return Cursor(time: time, id: last.int64(0))
    }

    /// The number of rows to scan next: more if few of them matched.
    var nextLimit: Int {
        guard source.isScan, rows.count < limit / 4 else { return PageSQL.size }
        return min(limit * 4, 8_000)
    }

    /// Adds the ids of the matching rows.
    func note(in shown: inout Set<Int64>) {
        for index in 1..<max(rows.count, 1) where !source.isScan || rows[index].bool(10) {
            shown.insert(rows[index].int64(0))
        }
    }

    /// The rows in portions of some ten kilobytes. Pages are larger than portions (1,000 rows): fewer statements for the same
    /// memory.
    var portions: [Range<Int>] {
        stride(from: 1, to: rows.count, by: 250).map { $0..<min($0 + 250, rows.count) }
    }

    /// Writes the matching rows of a portion as elements of an array.
    /// - Parameters:
    ///   - continues: rows were already written, to another buffer.
    ///   - shown: ids of rows to be left out, since they were already written.
    /// - Returns: whether the array has rows now.
    func write(
        _ portion: Range<Int>, into writer: inout ByteWriter, continues: Bool,
        without shown: Set<Int64> = []
    ) -> Bool {
        var format = RowFormat(query, source)
        var isFirst = true
        let mayEndInside = !source.isScan && rows.last.map { $0.timestamp(1) > readUntil } ?? false
        for index in portion {
            let row = rows[index]
            if source.isScan, !row.bool(10) { continue }
            if !shown.isEmpty, shown.contains(row.int64(0)) { continue }
            if mayEndInside, row.timestamp(1) > readUntil { break }
            if !isFirst || continues { writer.append(UInt8(ascii: ",")) }
            isFirst = false
            format.write(row, into: &writer)
        }
        return continues || !isFirst
    }
}

extension Rows {
    fileprivate var last: Row? { count > 0 ? self[count - 1] : nil }
}
