import Essentials
import EventLoop

/// What every answer is wrapped in.
enum Envelope {
    static let start: StaticString = #"{"success":true,"data":"#
    static let end: StaticString = #","error":{}}"#

    static func success(
        into writer: inout ByteWriter, data: (inout ByteWriter) -> Void
    ) {
        writer.append(start)
        data(&writer)
        writer.append(end)
    }

    static func failure(code: Int, message: String) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(#"{"success":false,"data":{},"error":"# as StaticString)
        writer.beginObject()
        writer.field("code", code)
        writer.field("message", message)
        writer.endObject()
        writer.append("}" as StaticString)
        return writer.bytes
    }
}
