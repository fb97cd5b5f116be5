import Essentials

/// The document's components.
extension OpenAPIDocument {
    /// The shared parts that operations refer to: the security scheme, ids, failures.
    func components(_ writer: inout ByteWriter) {
        let failures = Set(endpoints.flatMap(\.failures))
        writer.object { writer in
            writer.member("securitySchemes") { $0.append(Self.securitySchemes) }
            writer.member("schemas") { writer in
                writer.object { writer in
                    writer.append(Self.commonSchemas)
                    writer.append("," as StaticString)
                    schemas.describe(&writer)
                }
            }
            writer.member("responses") { writer in
                writer.object { writer in
                    for failure in failures.sorted(by: { $0.name < $1.name }) {
                        writer.key(failure.name)
                        failure.describe(&writer)
                    }
                }
            }
        }
    }

    private static let securitySchemes: StaticString = """
        {"bearer":{"type":"http","scheme":"bearer","description":"A service token (`kennel token create`), an API key \
        of one guild (`POST /auth/api-key/`), or a Discord user's OAuth access token (scopes `identify` and `guilds`)."}}
        """

    /// Members of `schemas`.
    private static let commonSchemas: StaticString = """
        "SnowflakeInput":{"description":"A Discord id.","oneOf":[\
        {"type":"integer","format":"int64","minimum":1,"maximum":9223372036854775807},\
        {"type":"string","pattern":"^[1-9][0-9]{0,18}$"}]},\
        "Snowflake":{"description":"A Discord id.","type":"string","pattern":"^[1-9][0-9]{0,18}$"},\
        "Nothing":{"type":"object","maxProperties":0},\
        "WrongField":{"type":"object","required":["field","rule"],"properties":{\
        "field":{"type":"string","description":"Its name, and the path from there."},\
        "rule":{"type":"string","description":"The rule that it breaks, in words."}}},\
        "Failure":{"type":"object","required":["success","data","error"],"properties":{\
        "success":{"const":false},"data":{"$ref":"#/components/schemas/Nothing"},\
        "error":{"$ref":"#/components/schemas/FailureReason"}}},\
        "FailureReason":{"type":"object","required":["code","message"],"properties":{\
        "code":{"type":"integer"},"message":{"type":"string"},\
        "fields":{"type":"array","items":{"$ref":"#/components/schemas/WrongField"}}}}
        """
}
