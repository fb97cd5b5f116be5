import Essentials
import EventLoop

/// One list of an answer, read page by page while it's sent, so that memory doesn't grow with it.
@LoopActor
package struct StreamedList {
    let name: StaticString
    let next: () async throws -> Page

    /// - Parameter next: reads the elements that follow those it gave before. After the answer has begun, an error breaks the
    ///   connection off, so that nobody takes a part of the list for the whole.
    package init(_ name: StaticString, next: @escaping @LoopActor () async throws -> Page) {
        self.name = name
        self.next = next
    }

    /// - Parameter elements: all there are.
    package init(_ name: StaticString, _ elements: [some JSONWritable & Sendable]) {
        self.init(name) { Page(records: elements, isLast: true) }
    }

    /// Elements in order, each of which writes one JSON value.
    package struct Page {
        package typealias Element = @LoopActor (inout ByteWriter) -> Void

        let elements: [Element]
        /// Nothing follows.
        let isLast: Bool

        package init(_ elements: [Element], isLast: Bool) {
            self.elements = elements
            self.isLast = isLast
        }

        package init(records elements: [some JSONWritable & Sendable], isLast: Bool) {
            self.init(
                elements.map { element -> Element in { element.write(to: &$0) } }, isLast: isLast)
        }
    }
}

extension Answer {
    /// `data` is an object of lists, in this order. Their first pages are read at once, so that what fails there still gets an
    /// answer of its own; where that's all, the answer isn't streamed.
    /// - Parameters:
    ///   - isLarge: streams it in any case: what is read already takes long to write.
    ///   - write: writes the members before the lists.
    @LoopActor
    package static func lists(
        _ lists: [StreamedList], isLarge: Bool = false,
        after write: @escaping @LoopActor (inout ByteWriter) -> Void = { _ in }
    ) async throws -> Answer {
        var begun: [(list: StreamedList, first: StreamedList.Page)] = []
        for list in lists { begun.append((list, try await list.next())) }
        if !isLarge, begun.allSatisfy(\.first.isLast) {
            return .data { writer in
                writer.beginObject()
                write(&writer)
                for (list, page) in begun {
                    writer.key(list.name)
                    writer.beginArray()
                    for element in page.elements { element(&writer) }
                    writer.endArray()
                }
                writer.endObject()
            }
        }
        return .stream { stream in
            try await ListStream(stream).send(begun, after: write)
        }
    }
}
