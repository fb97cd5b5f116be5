/// Why bytes from the link are invalid.
package enum WireError: Error, Equatable {
    case endsEarly
    case hasTrailingBytes
    case unknownKind(UInt8)
    case invalidText
    case frameTooLong(Int)
}

/// Appends the parts of a link message: fixed-width integers are little-endian, texts and lists carry their length.
package struct WireWriter {
    private(set) package var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ value: Bool) {
        write(value ? 1 : 0 as UInt8)
    }

    package mutating func write(_ value: Double) {
        write(value.bitPattern)
    }

    package mutating func write(_ value: Duration) {
        let (seconds, attoseconds) = value.components
        write(seconds &* 1_000 &+ attoseconds / 1_000_000_000_000_000)
    }

    package mutating func write(_ text: String) {
        write(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func write<Element>(
        _ list: [Element], _ each: (inout WireWriter, Element) -> Void
    ) {
        write(UInt32(list.count))
        for element in list { each(&self, element) }
    }
}

/// Reads the parts of a link message, in the order they were written.
package struct WireReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    package mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self
    ) throws(WireError) -> Value {
        var value: Value = 0
        for (place, byte) in try take(MemoryLayout<Value>.size).enumerated() {
            value |= Value(truncatingIfNeeded: byte) << Value(truncatingIfNeeded: place * 8)
        }
        return value
    }

    package mutating func bool() throws(WireError) -> Bool {
        try integer(UInt8.self) != 0
    }

    package mutating func double() throws(WireError) -> Double {
        Double(bitPattern: try integer())
    }

    package mutating func duration() throws(WireError) -> Duration {
        .milliseconds(try integer(Int64.self))
    }

    package mutating func text() throws(WireError) -> String {
        let length = Int(try integer(UInt32.self))
        guard let text = String(validating: try take(length), as: UTF8.self) else {
            throw .invalidText
        }
        return text
    }

    package mutating func list<Element>(
        _ each: (inout WireReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        var list: [Element] = []
        for _ in 0..<(try integer(UInt32.self)) { list.append(try each(&self)) }
        return list
    }

    package func end() throws(WireError) {
        guard rest.isEmpty else { throw .hasTrailingBytes }
    }

    private mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .endsEarly }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
