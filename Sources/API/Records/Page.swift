import Essentials
import EventLoop
import Postgres

/// A page of a list, as the request asks for it.
package struct Page: Sendable {
    private let number: Int
    private let size: Int

    package init(number: Int, size: Int) {
        self.number = number
        self.size = size
    }

    /// The statements' parameters: how many, after how many.
    package var values: [SQLValue] { [.int8(Int64(size)), .int8(Int64(number - 1) * Int64(size))] }

    /// - Parameter rows: each the total and then a record, or NULL where the page is empty; none: the module is disabled.
    package func answer<Element: Record>(
        _ name: StaticString, _ rows: Rows, of: Element.Type
    ) throws(APIError) -> Answer {
        let (total, elements) = try Self.read(rows, of)
        return answer(name, elements, total: total)
    }

    /// - Parameter all: of which the page is a part.
    package func answer(_ name: StaticString, outOf all: [some Record]) -> Answer {
        let elements = Array(all.dropFirst((number - 1) * size).prefix(size))
        return answer(name, elements, total: Int64(all.count))
    }

    private func answer(
        _ name: StaticString, _ elements: [some Record], total: Int64
    ) -> Answer {
        .object([name: elements, "page": number, "page_size": size, "total": total])
    }

    /// As the first, for long elements: many bytes are written in parts, so that nobody waits for them. The list comes last.
    /// - Parameter bytes: about how long an element is.
    @LoopActor
    package func answer<Element: Record>(
        inParts name: StaticString, _ rows: Rows, of: Element.Type, bytes: (Element) -> Int
    ) async throws -> Answer {
        let (total, elements) = try Self.read(rows, of)
        let isLarge = elements.reduce(0) { $0 + bytes($1) } > Self.largest
        return try await .lists([StreamedList(name, elements)], isLarge: isLarge) { writer in
            writer.field("page", number)
            writer.field("page_size", size)
            writer.field("total", total)
        }
    }

    private static let largest = 65_536

    private static func read<Element: Record>(
        _ rows: Rows, _: Element.Type
    ) throws(APIError) -> (total: Int64, [Element]) {
        guard let first = rows.first else { throw .moduleDisabled }
        let elements = rows.compactMap { row -> Element? in
            var columns = RowReader(row)
            let _: Int64 = columns.next()
            return Element(ifPresent: &columns)
        }
        return (first.int64(0), elements)
    }

    package static func shape<Element: Record>(_ name: String, of: Element.Type) -> Shape {
        .object([
            name: .list(Element.shape), "page": .integer, "page_size": .integer, "total": .integer,
        ])
    }
}

extension Field<Int> {
    package static var page: Field {
        .integer("page", 1...Int(Int32.max), "Which page, counted from 1.").standard(1)
    }

    package static var pageSize: Field {
        .integer("page_size", 1...100, "How many on a page.").standard(10)
    }
}
