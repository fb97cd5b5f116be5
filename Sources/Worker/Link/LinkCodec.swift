import Essentials

/// Why what came over the link isn't a message.
package enum LinkError: Error, Equatable {
    case notJSON(JSONError)
    case unknownMessage
    /// The other process runs an executable whose link isn't like this one's.
    case otherVersion(Int64)
    case lineTooLong
}

/// Cuts a stream of bytes into messages: each is a JSON object in a line of its own.
package struct LinkDecoder<Message: LinkMessage> {
    /// A snapshot of all metrics is far smaller; more means a broken stream.
    package static var longestLine: Int { 16 << 20 }

    private var buffer: [UInt8] = []
    /// How many of its bytes are known to hold no line end.
    private var searched = 0
    private let document = JSONDocument()

    package init() {}

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        buffer.append(contentsOf: bytes)
    }

    /// The next complete message; nil until more bytes have arrived.
    package mutating func next() throws(LinkError) -> Message? {
        guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = buffer.count
            guard searched <= Self.longestLine else { throw .lineTooLong }
            return nil
        }
        let message = buffer.withUnsafeBytes {
            Self.message(UnsafeRawBufferPointer(rebasing: $0[..<end]), document)
        }
        buffer.removeFirst(end + 1)
        searched = 0
        return try message.get()
    }

    private static func message(
        _ line: UnsafeRawBufferPointer, _ document: JSONDocument
    ) -> Result<Message, LinkError> {
        do throws(JSONError) { try document.parse(line) } catch { return .failure(.notJSON(error)) }
        return Result { () throws(LinkError) in try Message(document.root) }
    }
}

extension LinkMessage {
    /// The message as one line.
    package var line: [UInt8] {
        var writer = ByteWriter()
        write(to: &writer)
        writer.append(UInt8(ascii: "\n"))
        return writer.bytes
    }
}
