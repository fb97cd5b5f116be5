import Essentials
import EventLoop
import HTTP

/// Sends the lists of an answer in parts of some ten kilobytes.
@LoopActor
struct ListStream {
    private let stream: HTTPBodyStream

    private static let partSize = 16_384

    init(_ stream: HTTPBodyStream) { self.stream = stream }

    func send(
        _ lists: [(list: StreamedList, first: StreamedList.Page)],
        after write: (inout ByteWriter) -> Void
    ) async throws {
        var needsComma = false
        try await stream.write { writer in
            writer.beginObject()
            let start = writer.count
            write(&writer)
            needsComma = writer.count > start
        }
        for (list, first) in lists {
            let isFirst = !needsComma
            try await stream.write { writer in
                if !isFirst { writer.append(UInt8(ascii: ",")) }
                writer.key(list.name)
                writer.append("[" as StaticString)
            }
            needsComma = true
            try await send(first, of: list)
            try await stream.write { $0.append("]" as StaticString) }
        }
        try await stream.write { $0.append("}" as StaticString) }
    }

    private func send(_ first: StreamedList.Page, of list: StreamedList) async throws {
        var page = first
        var hasElements = false
        while true {
            var position = 0
            while position < page.elements.count {
                try await stream.write { writer in
                    position = Self.write(page, from: position, hasElements, into: &writer)
                }
                hasElements = true
            }
            if page.isLast { return }
            page = try await list.next()
        }
    }

    /// Writes elements until the part is large enough.
    /// - Returns: where to go on.
    private static func write(
        _ page: StreamedList.Page, from position: Int, _ continues: Bool,
        into writer: inout ByteWriter
    ) -> Int {
        let start = writer.count
        var position = position
        var needsComma = continues
        while position < page.elements.count, writer.count - start < partSize {
            // Not left to the writer, which can't see what was sent before.
            if needsComma { writer.append(UInt8(ascii: ",")) }
            page.elements[position](&writer)
            needsComma = true
            position += 1
        }
        return position
    }
}
