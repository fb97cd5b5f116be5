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

    /// - Parameter write: writes the elements.
    func answer(
        _ name: StaticString, total: Int64,
        _ write: @escaping @LoopActor (inout ByteWriter) -> Void
    ) -> Answer {
        .data { writer in
            writer.beginObject()
            writer.key(name)
            writer.beginArray()
            write(&writer)
            writer.endArray()
            writer.field("page", number)
            writer.field("page_size", size)
            writer.field("total", total)
            writer.endObject()
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
