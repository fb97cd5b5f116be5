import Essentials

/// PostgreSQL's binary forms.
extension ByteWriter {
    mutating func append(_ value: SQLValue) {
        switch value {
        case .null: break
        case .int8(let value): append(bigEndian: value)
        case .int4(let value): append(bigEndian: value)
        case .int2(let value): append(bigEndian: value)
        case .bool(let value): append(value ? 1 : 0)
        case .float8(let value): append(bigEndian: value.bitPattern)
        case .text(let value): append(value)
        case .bytea(let value): append(value)
        case .timestamptz(let value): append(bigEndian: PostgresTime.wire(value))
        case .date(let days): append(bigEndian: days &- PostgresTime.epochDays)
        case .uuid(let value): append(value)
        case .jsonb(let value):
            append(1)
            append(value)
        default: append(array: value)
        }
    }

    private mutating func append(array value: SQLValue) {
        switch value {
        case .int8Array(let items): append(items, .int8)
        case .nullableInt8Array(let items): append(items, .int8)
        case .int4Array(let items): append(items, .int4)
        case .int2Array(let items): append(items, .int2)
        case .timestamptzArray(let items): append(items.lazy.map(PostgresTime.wire), .timestamptz)
        case .nullableTimestamptzArray(let items):
            append(items.lazy.map { $0.map(PostgresTime.wire) }, .timestamptz)
        case .float8Array(let items): append(items.lazy.map(\.bitPattern), .float8)
        case .nullableFloat8Array(let items):
            append(items.lazy.map { $0?.bitPattern }, .float8)
        default: append(irregularArray: value)
        }
    }

    private mutating func append(irregularArray value: SQLValue) {
        switch value {
        case .boolArray(let items): append(each: items, .bool) { $0.append($1 ? 1 : 0) }
        case .textArray(let items): append(each: items, .text) { $0.append($1) }
        case .nullableTextArray(let items): append(each: items, .text) { $0.append($1) }
        default: preconditionFailure("no binary form for \(value.type)")
        }
    }

    private mutating func append(_ value: SQLUUID) {
        append(bigEndian: value.high)
        append(bigEndian: value.low)
    }
}

/// Arrays: a head of 20 bytes, then length and bytes of each element, length −1 for NULL.
extension ByteWriter {
    private mutating func append<Item: FixedWidthInteger>(
        _ items: some Collection<Item>, _ type: SQLType
    ) {
        appendArrayHead(count: items.count, hasNulls: false, type)
        let size = MemoryLayout<Item>.size
        appendUninitialized(items.count * (4 + size)) { room in
            var offset = 0
            for item in items {
                room.storeBytes(of: Int32(size).bigEndian, toByteOffset: offset, as: Int32.self)
                room.storeBytes(of: item.bigEndian, toByteOffset: offset + 4, as: Item.self)
                offset += 4 + size
            }
            return offset
        }
    }

    private mutating func append<Item: FixedWidthInteger>(
        _ items: some Collection<Item?>, _ type: SQLType
    ) {
        appendArrayHead(count: items.count, hasNulls: true, type)
        let size = MemoryLayout<Item>.size
        appendUninitialized(items.count * (4 + size)) { room in
            var offset = 0
            for item in items {
                let length = Int32(item == nil ? -1 : size)
                room.storeBytes(of: length.bigEndian, toByteOffset: offset, as: Int32.self)
                offset += 4
                guard let item else { continue }
                room.storeBytes(of: item.bigEndian, toByteOffset: offset, as: Item.self)
                offset += size
            }
            return offset
        }
    }

    private mutating func append<Item>(
        each items: [Item?], _ type: SQLType, _ write: (inout ByteWriter, Item) -> Void
    ) {
        appendArrayHead(count: items.count, hasNulls: true, type)
        for item in items {
            guard let item else {
                append(bigEndian: Int32(-1))
                continue
            }
            let start = count
            append(bigEndian: Int32(0))
            write(&self, item)
            patchLength(at: start)
        }
    }

    private mutating func append<Item>(
        each items: [Item], _ type: SQLType, _ write: (inout ByteWriter, Item) -> Void
    ) {
        appendArrayHead(count: items.count, hasNulls: false, type)
        for item in items {
            let start = count
            append(bigEndian: Int32(0))
            write(&self, item)
            patchLength(at: start)
        }
    }

    /// Dimensions, whether there are NULLs, the elements' type; length and lower bound of the one
    /// dimension.
    private mutating func appendArrayHead(count: Int, hasNulls: Bool, _ type: SQLType) {
        append(bigEndian: Int32(1))
        append(bigEndian: Int32(hasNulls ? 1 : 0))
        append(bigEndian: type.rawValue)
        append(bigEndian: Int32(truncatingIfNeeded: count))
        append(bigEndian: Int32(1))
    }

    private mutating func patchLength(at start: Int) {
        let length = Int32(truncatingIfNeeded: count - start - 4)
        withBytesToPatch(start..<start + 4) {
            $0.storeBytes(of: length.bigEndian, as: Int32.self)
        }
    }

    private mutating func append(bigEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { append($0) }
    }
}
