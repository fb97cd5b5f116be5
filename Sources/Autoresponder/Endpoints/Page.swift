import API
import Essentials
import EventLoop
import Postgres

/// A page of a list, as the request asks for it.
struct Page: Sendable {
    let number: Int
    let size: Int

    /// The statements' parameters: how many, after how many.
    var values: [SQLValue] { [.int8(Int64(size)), .int8(Int64((number - 1) * size))] }

    /// More bytes than this are written in parts, so that nobody waits for them.
    private static let largest = 65_536

    /// - Parameter bytes: about how long the elements are.
    @LoopActor
    func answer(
        _ name: StaticString, total: Int64, bytes: Int, _ elements: [StreamedList.Page.Element]
    ) async throws -> Answer {
        let list = StreamedList(name) { StreamedList.Page(elements, isLast: true) }
        return try await .lists([list], isLarge: bytes > Self.largest) { writer in
            writer.field("page", number)
            writer.field("page_size", size)
            writer.field("total", total)
        }
    }

    static func shape(_ name: String, of element: Shape) -> Shape {
        .object([
            Shape.Member(name, .list(element)), Shape.Member("page", .integer),
            Shape.Member("page_size", .integer), Shape.Member("total", .integer),
        ])
    }
}

extension Field<Int> {
    static var page: Field {
        .integer("page", 1...1_000_000_000, "Which page, counted from 1.").standard(1)
    }

    static var pageSize: Field {
        .integer("page_size", 1...100, "How many on a page.").standard(10)
    }
}
