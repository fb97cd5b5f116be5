import Essentials

/// A good answer.
struct Reply {
    let status: Int
    var body: [UInt8] = []

    static let nothing = Reply(status: 204)

    init(status: Int, body: [UInt8] = []) {
        self.status = status
        self.body = body
    }

    /// - Parameter write: writes one JSON value.
    init(_ status: Int = 200, _ write: (inout ByteWriter) -> Void) {
        var writer = ByteWriter()
        write(&writer)
        self.init(status: status, body: writer.bytes)
    }

    /// An array.
    static func list<Element>(
        _ elements: [Element], _ write: (Element, inout ByteWriter) -> Void
    ) -> Reply {
        Reply { writer in
            writer.beginArray()
            for element in elements { write(element, &writer) }
            writer.endArray()
        }
    }
}
