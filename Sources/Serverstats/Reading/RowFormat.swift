import Modules

/// Writes a statistic's rows as JSON; the parts that all rows share are composed once.
struct RowFormat: ~Copyable {
    private struct Field {
        /// Its label's range among the labels: `,"user_id":`, with the opening quote of an id.
        let label: Range<Int>
        let kind: ShownColumn.Kind
        let place: Int
    }

    /// Begins with the text after the digits of the row's id: `","guild_id":"1"`.
    private var labels = ByteWriter()
    private var guild: Range<Int>
    private var fields: [Field] = []
    private let isOpen: Bool
    private var time = TimeText()

    init(_ query: StatisticQuery, _ source: RowSource) {
        isOpen = source.isOpen
        labels.append("\",\"guild_id\":\"\(query.guild)\"")
        guild = 0..<labels.count
        for column in query.statistic.content.columns(isScan: source.isScan) {
            let start = labels.count
            labels.append(",\"\(column.name)\":\(column.kind == .snowflake ? "\"" : "")")
            fields.append(
                Field(
                    label: start..<labels.count, kind: column.kind, place: column.place))
        }
    }

    mutating func write(_ row: Row, into writer: inout ByteWriter) {
        writer.append(#"{"id":""# as StaticString)
        writer.append(decimal: row.int64(0))
        append(guild, to: &writer)
        for index in fields.indices {
            let field = fields[index]
            append(field.label, to: &writer)
            write(row, field, into: &writer)
        }
        writer.append(UInt8(ascii: "}"))
    }

    private func append(_ label: Range<Int>, to writer: inout ByteWriter) {
        labels.withBytes { writer.append(UnsafeRawBufferPointer(rebasing: $0[label])) }
    }

    private mutating func write(_ row: Row, _ field: Field, into writer: inout ByteWriter) {
        switch field.kind {
        case .snowflake:
            writer.append(decimal: row.int64(field.place))
            writer.append(UInt8(ascii: "\""))
        case .nullableSnowflake: writer.value(row.snowflakeIfPresent(field.place))
        case .timestamp: time.append(row.timestamp(field.place), to: &writer)
        case .end: isOpen ? writer.null() : writer.value(row.timestamp(field.place))
        case .text, .nullableText:
            row.withBytes(field.place) { bytes in
                if let bytes { writer.value(utf8: bytes) } else { writer.null() }
            }
        case .number: writer.value(row.double(field.place))
        case .integer: writer.value(row.int64(field.place))
        case .wholeNumber: writer.value(Int64(exactly: row.double(field.place)) ?? 0)
        }
    }
}

/// The JSON text of the last time written: rows stored together have the same time.
private struct TimeText: ~Copyable {
    private var milliseconds: Int64?
    private var text = ByteWriter(capacity: 32)

    mutating func append(_ time: Timestamp, to writer: inout ByteWriter) {
        let milliseconds = time.microseconds / 1_000
        if milliseconds != self.milliseconds {
            self.milliseconds = milliseconds
            text.removeAll(keepingCapacity: true)
            text.value(time)
        }
        text.withBytes { writer.append($0) }
    }
}
