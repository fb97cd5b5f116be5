/// Writing JSON.
///
/// It needs no state: the last byte written shows whether a comma is due. None is after
/// `{ [ : ,`, after a line feed (the end of a line or a header before the document), and in an empty
/// buffer. A document that continues in another buffer appends its comma itself.
extension ByteWriter {
    @inlinable package mutating func beginObject() {
        separate(reserving: 1)
        storeReserved(UInt8(ascii: "{"))
    }

    @inlinable package mutating func endObject() { append(UInt8(ascii: "}")) }

    @inlinable package mutating func beginArray() {
        separate(reserving: 1)
        storeReserved(UInt8(ascii: "["))
    }

    @inlinable package mutating func endArray() { append(UInt8(ascii: "]")) }

    /// Writes a member's name that needs no escaping.
    @inlinable package mutating func key(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        separate(reserving: length + 3)
        storeReserved(UInt8(ascii: "\""))
        (base + used).copyMemory(from: name.utf8Start, byteCount: length)
        used += length
        storeReserved(UInt8(ascii: "\""))
        storeReserved(UInt8(ascii: ":"))
    }

    /// Writes a member's name, escaped where needed.
    package mutating func key(_ name: String) {
        value(name)
        append(UInt8(ascii: ":"))
    }

    package mutating func null() {
        separate(reserving: 4)
        append("null")
    }

    /// Writes the comma that is due before another value, and makes room for `extra` bytes.
    @inlinable mutating func separate(reserving extra: Int) {
        reserve(extra + 1)
        guard used > 0 else { return }
        switch base.load(fromByteOffset: used - 1, as: UInt8.self) {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: ","),
            UInt8(ascii: "\n"):
            break
        default: storeReserved(UInt8(ascii: ","))
        }
    }
}

extension ByteWriter {
    @inlinable package mutating func value(_ number: Int64) {
        separate(reserving: 20)
        append(decimal: number)
    }

    @inlinable package mutating func value(_ number: Int) { value(Int64(number)) }

    package mutating func value(_ flag: Bool) {
        separate(reserving: 5)
        if flag { append("true") } else { append("false") }
    }

    /// Writes the shortest decimal that reads back as the same number; null where JSON has no
    /// number for it (infinite, not a number).
    package mutating func value(_ number: Double) {
        guard number.isFinite else { return null() }
        separate(reserving: 24)
        append(number.description)
    }

    /// Writes the id as a string, as clients that know only doubles need it.
    package mutating func value(_ id: Snowflake) {
        separate(reserving: 22)
        storeReserved(UInt8(ascii: "\""))
        storeReserved(digitsOf: UInt64(bitPattern: id.rawValue))
        storeReserved(UInt8(ascii: "\""))
    }

    /// Writes the time as a string, `2026-01-31T12:00:00.000Z`.
    package mutating func value(_ time: Timestamp) {
        separate(reserving: 26)
        storeReserved(UInt8(ascii: "\""))
        append(time)
        storeReserved(UInt8(ascii: "\""))
    }

    /// Writes the text as a string, escaped where needed.
    package mutating func value(_ text: String) {
        var text = text
        text.withUTF8 { value(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Writes UTF-8 bytes as a string, escaped where needed. The bytes are not checked.
    package mutating func value(utf8 bytes: UnsafeRawBufferPointer) {
        separate(reserving: bytes.count + 2)
        storeReserved(UInt8(ascii: "\""))
        appendEscaped(bytes)
        append(UInt8(ascii: "\""))
    }
}
