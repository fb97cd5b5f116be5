/// Splits a stream of bytes into messages. A frame is the message's length (32 bits, little-endian) and the message.
package struct LinkDecoder<Message: LinkMessage> {
    /// A snapshot of all metrics is far smaller; more means a broken stream.
    package static var longestFrame: Int { 16 << 20 }

    private var buffer: [UInt8] = []

    package init() {}

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        buffer.append(contentsOf: bytes)
    }

    /// The next complete message; nil until more bytes have arrived.
    package mutating func next() throws(WireError) -> Message? {
        guard buffer.count >= 4 else { return nil }
        var header = WireReader(buffer[..<4])
        let length = Int(try header.integer(UInt32.self))
        guard length <= Self.longestFrame else { throw .frameTooLong(length) }
        guard buffer.count >= 4 + length else { return nil }
        var reader = WireReader(buffer[4..<(4 + length)])
        let message = try Message(from: &reader)
        try reader.end()
        buffer.removeFirst(4 + length)
        return message
    }
}

extension LinkMessage {
    /// The message as one frame.
    package var frame: [UInt8] {
        var body = WireWriter()
        write(to: &body)
        var frame = WireWriter()
        frame.write(UInt32(body.bytes.count))
        return frame.bytes + body.bytes
    }
}
