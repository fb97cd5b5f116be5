import Essentials
import Postgres

/// Writes a statistic's rows; what is the same in each of them is put together once.
struct RowFormat {
    private struct Field {
        /// `,"user_id":`
        let label: [UInt8]
        let kind: ShownColumn.Kind
        let place: Int
    }

    /// What follows the row's id: `","guild_id":"1"`.
    private let guild: [UInt8]
    private let fields: [Field]
    private let isOpen: Bool

    init(_ query: StatisticQuery, _ source: RowSource) {
        guild = Array("\",\"guild_id\":\"\(query.guild)\"".utf8)
        fields = query.statistic.content.columns(isScan: source.isScan).map {
            Field(label: Array(",\"\($0.name)\":".utf8), kind: $0.kind, place: $0.place)
        }
        isOpen = source.isOpen
    }

    func write(_ row: Row, into writer: inout ByteWriter) {
        writer.append(#"{"id":""# as StaticString)
        writer.append(decimal: row.int64(0))
        writer.append(guild)
        for field in fields {
            writer.append(field.label)
            write(row, field, into: &writer)
        }
        writer.append(UInt8(ascii: "}"))
    }

    private func write(_ row: Row, _ field: Field, into writer: inout ByteWriter) {
        switch field.kind {
        case .snowflake: writer.value(row.snowflake(field.place))
        case .timestamp: writer.value(row.timestamp(field.place))
        case .end: isOpen ? writer.null() : writer.value(row.timestamp(field.place))
        case .text, .nullableText:
            row.withBytes(field.place) { bytes in
                if let bytes { writer.value(utf8: bytes) } else { writer.null() }
            }
        case .number: writer.value(row.double(field.place))
        case .integer: writer.value(row.int64(field.place))
        case .wholeNumber: writer.value(Int64(row.double(field.place)))
        }
    }
}
