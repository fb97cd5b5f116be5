import Essentials
import HTTP

/// The description of the API that machines read: OpenAPI 3.1, made of the declarations that serve requests.
package struct OpenAPIDocument {
    let endpoints: [Endpoint]
    let version: String
    let schemas: SchemaCatalog

    package init(_ endpoints: [Endpoint], version: String) {
        self.endpoints = endpoints
        self.version = version
        schemas = SchemaCatalog(endpoints)
    }

    /// The document as JSON.
    package var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 1 << 18)
        writer.object { writer in
            writer.field("openapi", "3.1.0")
            writer.member("info") { info(&$0) }
            writer.member("servers") { $0.append(Self.servers) }
            writer.member("security") { $0.append(#"[{"bearer":[]}]"# as StaticString) }
            writer.member("tags") { tags(&$0) }
            writer.member("paths") { paths(&$0) }
            writer.member("components") { components(&$0) }
        }
        return writer.bytes
    }

    private static let servers: StaticString =
        #"[{"url":"/","description":"This server"},{"url":"/v1","description":"The same, versioned"}]"#

    private func info(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("title", "Kennel")
            writer.field("version", version)
            writer.field("description", Self.introduction)
        }
    }

    private func tags(_ writer: inout ByteWriter) {
        writer.beginArray()
        for tag in endpoints.map(\.tag).unique {
            writer.object { $0.field("name", tag) }
        }
        writer.endArray()
    }

    private func paths(_ writer: inout ByteWriter) {
        writer.object { writer in
            for path in endpoints.map(\.path).unique {
                writer.key(path)
                writer.object { writer in
                    for endpoint in endpoints where endpoint.path == path {
                        writer.key(endpoint.method.rawValue.lowercased())
                        endpoint.describe(schemas, &writer)
                    }
                }
            }
        }
    }

    private static let introduction = """
        Every path is also served under `/v1`. An answer is `{"success": true, "data": {…}, "error": {}}`, a failure \
        `{"success": false, "data": {}, "error": {"code": …, "message": "…"}}`; where fields are wrong, `error.fields` \
        lists all of them, each with the rule that it breaks. Ids are Discord snowflakes: a request \
        may give them as integers or as strings of digits, an answer always gives strings. Times are ISO 8601 in UTC.
        """
}
