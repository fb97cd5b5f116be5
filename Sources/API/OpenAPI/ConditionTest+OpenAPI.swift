import Essentials

/// Conditions as JSON Schema.
extension ConditionTest {
    /// Rules that depend on another field's value: which fields are required then, or may be null only then.
    static func describe(of fields: [FieldSpec], _ writer: inout ByteWriter) {
        writer.beginArray()
        for field in fields {
            if let test = field.presenceTest {
                writer.object { writer in
                    writer.member("if") { test.describe(&$0) }
                    writer.member("then") { $0.object { $0.field("required", [field.name]) } }
                }
            }
            if let test = field.nullTest {
                writer.object { writer in
                    writer.member("if") { test.describe(&$0) }
                    writer.member("else") { writer in
                        writer.object { writer in
                            writer.member("properties") { writer in
                                writer.object { writer in
                                    writer.key(field.name)
                                    writer.append(#"{"not":{"type":"null"}}"# as StaticString)
                                }
                            }
                        }
                    }
                }
            }
        }
        writer.endArray()
    }

    /// Writes the schema that a request keeps while the condition holds.
    private func describe(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.member("properties") { writer in
                writer.object { writer in
                    writer.key(field)
                    if isNegated {
                        writer.object { $0.member("not") { describeValues(&$0) } }
                    } else {
                        describeValues(&writer)
                    }
                }
            }
            if !isNegated { writer.field("required", [field]) }
        }
    }

    private func describeValues(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.member("enum") { writer in
                writer.beginArray()
                for value in values {
                    switch value {
                    case .boolean(let flag): writer.value(flag)
                    case .integer(let number): writer.value(number)
                    case .text(let text): writer.value(text)
                    }
                }
                writer.endArray()
            }
        }
    }
}
