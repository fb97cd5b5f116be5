import Essentials

/// Shapes as JSON Schema.
extension Shape {
    /// Writes the schema of a value in an answer.
    func describe(_ writer: inout ByteWriter) {
        switch self {
        case .text: writer.append(#"{"type":"string"}"# as StaticString)
        case .snowflake:
            writer.append(##"{"$ref":"#/components/schemas/Snowflake"}"## as StaticString)
        case .integer: writer.append(#"{"type":"integer","format":"int64"}"# as StaticString)
        case .number: writer.append(#"{"type":"number"}"# as StaticString)
        case .boolean: writer.append(#"{"type":"boolean"}"# as StaticString)
        case .timestamp:
            writer.append(#"{"type":"string","format":"date-time"}"# as StaticString)
        case .nullable(let shape):
            writer.object { writer in
                writer.member("anyOf") { writer in
                    writer.beginArray()
                    shape.describe(&writer)
                    writer.append(#",{"type":"null"}"# as StaticString)
                    writer.endArray()
                }
            }
        case .list(let element):
            writer.object { writer in
                writer.field("type", "array")
                writer.member("items") { element.describe(&$0) }
            }
        case .object(let members): Self.describe(members, &writer)
        case .named(let name, _): writer.refer(to: name)
        case .document: writer.append("{}" as StaticString)
        }
    }

    private static func describe(_ members: [Member], _ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("type", "object")
            guard !members.isEmpty else { return }
            writer.field("required", members.map(\.name))
            writer.member("properties") { writer in
                writer.object { writer in
                    for member in members {
                        writer.key(member.name)
                        member.shape.describe(&writer)
                    }
                }
            }
        }
    }
}
