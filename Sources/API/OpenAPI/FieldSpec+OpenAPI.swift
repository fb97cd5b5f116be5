import Essentials

/// Fields as parameters and schemas.
extension FieldSpec {
    /// Writes the parameter object of a path or query field.
    func describeAsParameter(_ place: String, _ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("in", place)
            writer.field("required", presence == .required)
            writer.field("description", description)
            writer.member("schema") { $0.object { schemaMembers(&$0) } }
        }
    }

    private func schemaMembers(_ writer: inout ByteWriter) {
        kind.members(nullable: nullability != .never, also: also, &writer)
    }

    /// The summary and the conditions that a schema can't express.
    var description: String {
        var parts = [summary]
        if case .when(let condition) = presence {
            parts.append("Required when \(condition), ignored otherwise.")
        }
        if case .optional(.some(let value)) = presence { parts.append("Default: \(value).") }
        if case .when(let condition) = nullability {
            parts.append("May be null when \(condition).")
        }
        return parts.joined(separator: " ")
    }
}

extension FieldKind {
    /// Writes the schema of a value in a request.
    func describe(_ writer: inout ByteWriter) {
        writer.object { members(&$0) }
    }

    /// Writes the schema's members: those of the kind, or a choice of it and of what's taken besides.
    fileprivate func members(nullable: Bool, also: String?, _ writer: inout ByteWriter) {
        guard nullable || also != nil else { return members(&writer) }
        writer.member("anyOf") { writer in
            writer.beginArray()
            describe(&writer)
            if let also { writer.object { $0.field("const", also) } }
            if nullable { writer.object { $0.field("type", "null") } }
            writer.endArray()
        }
    }

    private func members(_ writer: inout ByteWriter) {
        switch self {
        case .snowflake: writer.field("$ref", "#/components/schemas/SnowflakeInput")
        case .integer(let range):
            writer.field("type", "integer")
            if range.lowerBound > .min { writer.field("minimum", range.lowerBound) }
            if range.upperBound < .max { writer.field("maximum", range.upperBound) }
        case .number(let least):
            writer.field("type", "number")
            writer.field("minimum", least)
        case .boolean: writer.field("type", "boolean")
        case .flag:
            writer.field("type", ["boolean", "integer"])
            writer.field("minimum", 0)
            writer.field("maximum", 1)
        case .code(let length):
            writer.field("type", ["string", "integer"])
            writer.field("maxLength", length.upperBound)
        case .text(let length):
            writer.field("type", "string")
            writer.field("minLength", length.lowerBound)
            if length.upperBound < .max { writer.field("maxLength", length.upperBound) }
        case .choice(let words):
            writer.field("type", "string")
            writer.field("enum", words)
        case .opaque: writer.field("type", "string")
        case .list(let element, let count):
            writer.field("type", "array")
            writer.field("minItems", count.lowerBound)
            if count.upperBound < .max { writer.field("maxItems", count.upperBound) }
            writer.member("items") { element.describe(&$0) }
        case .object(let fields): Self.members(of: fields, &writer)
        }
    }

    private static func members(of fields: [FieldSpec], _ writer: inout ByteWriter) {
        writer.field("type", "object")
        let required = fields.filter { $0.presence == .required }.map(\.name)
        if !required.isEmpty { writer.field("required", required) }
        writer.member("properties") { writer in
            writer.object { writer in
                for field in fields {
                    writer.key(field.name)
                    field.describeProperty(&writer)
                }
            }
        }
        if fields.contains(where: { $0.presenceTest != nil || $0.nullTest != nil }) {
            writer.member("allOf") { ConditionTest.describe(of: fields, &$0) }
        }
    }
}

extension FieldSpec {
    /// The schema with the field's description beside it, which OpenAPI 3.1 allows next to a reference too.
    fileprivate func describeProperty(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("description", description)
            schemaMembers(&writer)
        }
    }
}
