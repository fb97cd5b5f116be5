import Essentials
import EventLoop

/// The envelope of every answer.
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

    /// - Parameter fields: those that are wrong, with the rule that each breaks.
    static func failure(
        code: Int, message: String, fields: [(name: String, rule: String)] = []
    ) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(#"{"success":false,"data":{},"error":"# as StaticString)
        writer.beginObject()
        writer.field("code", code)
        writer.field("message", message)
        if !fields.isEmpty {
            writer.key("fields")
            writer.beginArray()
            for (name, rule) in fields {
                writer.beginObject()
                writer.field("field", name)
                writer.field("rule", rule)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        writer.append("}" as StaticString)
        return writer.bytes
    }
}
